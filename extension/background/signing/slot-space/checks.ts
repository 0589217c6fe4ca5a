import { mayRun } from "../../../../wallet/slots/slot.ts";
import { slotsIn, type World } from "./run.ts";

/** What must hold between a world and the next one. */
export function check(before: World, after: World, trail: () => string): void {
  const fail = (what: string): never => {
    throw new Error(`${what}\n${trail()}`);
  };
  const slots = slotsIn(after);
  for (const slot of slots) {
    const signed = slot.attempts.filter((a) => a.signed !== null);
    if (signed.filter((a) => a.purpose === "first").length > 1) fail(`two first messages were signed for nonce ${slot.nonce}`);
    if (new Set(signed.map((a) => a.cid)).size < signed.length) fail(`one message has two attempts at nonce ${slot.nonce}`);
    if (slot.attempts.filter((a) => a.state === "approved").length > 1) fail(`two approved attempts at nonce ${slot.nonce}`);
    for (const a of slot.attempts) {
      if ((a.signed === null) !== (a.state === "approved" || a.state === "void")) fail(`${a.state} with${a.signed === null ? "out" : ""} a signature`);
      const answer = after.answers[a.approvalId];
      if (answer === "failed" && (a.signed !== null || a.state !== "void")) fail(`the page was told of a failure, and the attempt is ${a.state}`);
      if (answer === "signed" && a.signed === null) fail(`the page was told of a signature, and the attempt is ${a.state}`);
    }
  }
  for (const old of slotsIn(before)) {
    const now = slots.find(({ id }) => id === old.id);
    if (now === undefined) fail(`slot ${old.nonce} is lost`);
    for (const [i, a] of old.attempts.entries()) {
      const next = now?.attempts[i];
      if (next?.cid !== a.cid || (a.signed !== null && next.signed !== a.signed)) fail(`signed bytes at nonce ${old.nonce} are lost`);
      if (["final", "foreign", "replaced", "void"].includes(a.state) && next?.state !== a.state) fail(`${a.state} became ${next?.state}`);
      if (before.answers[a.approvalId] === "failed" && after.answers[a.approvalId] === "signed") fail("a failure became a success");
    }
  }
  // A new message leaves no gap: what is below its number is used, or ours.
  const told = after.chain.blocks.reduce((sum, { ran }) => sum + ran.length, 0);
  for (const slot of slots) {
    if (slotsIn(before).some(({ id, attempts }) => id === slot.id && attempts.length === slot.attempts.length)) continue;
    for (let nonce = told; nonce < slot.nonce; nonce++)
      if (!slots.some((each) => each.nonce === nonce && mayRun(each))) fail(`nonce ${slot.nonce} leaves a gap at ${nonce}`);
  }
}
