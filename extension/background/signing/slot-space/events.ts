import { messageCid, messageToJson } from "../../../../filecoin/message.ts";
import { Refusal } from "../../../../wallet/refusal.ts";
import { nextNonce } from "../../../../wallet/slots/nonce.ts";
import { accountLock, isHeld, isLeft, outbid, type Purpose, type Slot } from "../../../../wallet/slots/slot.ts";
import type { ApprovalRecord } from "../approval-record.ts";
import { messageAt } from "./chain.ts";
import { ACCOUNT, Died, GENESIS, slotsIn, type Answer, type Run, type World } from "./run.ts";

/** For tests: whatever a person, the chain or the clock may do next. */

const SECONDS = { pause: 16, expiry: 6 * 60, day: 86_400 };

export interface Event {
  name: string;
  /** done by the worker: in any surroundings, and faults are tried at each of its calls */
  byWorker: boolean;
  /** null: not possible in this world */
  run(run: Run): Promise<World | null>;
}

/** What the page saw. A death answers nothing; whatever else is thrown is an answer. */
async function answered(act: () => Promise<unknown>): Promise<Answer> {
  try {
    await act();
    return "signed";
  } catch (error) {
    if (error instanceof Died) return "died";
    return error instanceof Refusal && error.code === "confirmUnsettled" ? "unsettled" : "failed";
  }
}

const held = <T>(run: Run, act: () => Promise<T>): Promise<T> => run.locks.hold(accountLock(GENESIS, ACCOUNT), act);

/** The CID that the page has on its screen. */
const cidOf = (run: Run, id: string): { cid: string } =>
  slotsIn(run.world)
    .flatMap(({ attempts }) => attempts)
    .find((a) => a.approvalId === id) ?? (run.database.records.get(`approvals\napproval.${id}`) as ApprovalRecord).view;

/** A person confirms an approval that is open: what Approvals does after the consent was checked. */
async function confirm(run: Run, id: string): Promise<Answer> {
  const answer = await answered(() =>
    held(run, async () => {
      const { cid } = cidOf(run, id);
      const settled = await run.carryOut.settled(id, cid);
      if (settled !== null) return settled;
      await run.lookToSign();
      return run.carryOut.run(await run.approvals.get(id));
    }),
  );
  // A worker that is gone answers nothing, whatever its code would have said.
  return run.fault.kind === "dies" && run.calls > run.fault.at ? "died" : answer;
}

/** Opens an approval and confirms it. */
async function approve(run: Run, nonce: number, purpose: Purpose, slot: Slot | null, left: World["left"]): Promise<World> {
  const made = Object.keys(run.world.answers).length;
  const id = `approval ${made}`;
  const message = messageAt(nonce, slot === null ? 0 : slot.attempts.length, purpose === "cancel", BigInt(made + 1));
  const view = {
    cid: messageCid(message).toString(),
    message: messageToJson(message),
    kind: "send",
    sentence: { code: "sentence.send", params: {} },
    fee: { expected: "1" },
  };
  await run.approvals.open({
    id,
    revision: 1,
    draft: { networkId: "home", genesis: GENESIS, from: ACCOUNT, purpose, slotId: slot?.id ?? null },
    view: { ...view, id, createdAt: run.world.now },
    prediction: { exitCode: 0, gasUsed: 1, receiverCode: null, changes: {} },
    state: "open",
    deadReason: null,
    slotId: null,
  } as unknown as ApprovalRecord);
  run.begin();
  const answer = await confirm(run, id);
  return run.after({ answers: { ...run.world.answers, [id]: answer }, left });
}

/** The nonce that a review would choose by what the node tells; null where it refuses. */
function chosenNonce({ world, around, chain }: Run): number | null {
  if (around.conduct === "away" || !around.unlocked || around.network !== "there") return null;
  const told = chain.nonceAt(around.conduct === "behind" ? Math.max(0, chain.height - 3) : chain.height);
  try {
    return nextNonce({ slots: slotsIn(world), chainNonce: told, node: "node" });
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

function replaceable(world: World): Slot | null {
  return (
    slotsIn(world).find((slot) => {
      try {
        outbid(slot);
        return !slot.attempts.some((a) => a.state === "approved");
      } catch (error) {
        if (error instanceof Refusal) return false;
        throw error;
      }
    }) ?? null
  );
}

const replace = (purpose: "speedUp" | "cancel"): Event => ({
  name: purpose,
  byWorker: true,
  async run(run) {
    const { world } = run;
    const slot = replaceable(world);
    if (slot === null || world.left.replacements === 0 || chosenNonce(run) === null) return null;
    return approve(run, slot.nonce, purpose, slot, { ...world.left, replacements: world.left.replacements - 1 });
  },
});

/** Something that a person asks of the outbox about the first slot for which it makes sense. */
const asked = (name: string, fits: (slot: Slot, world: World) => boolean, act: (run: Run, slot: Slot) => Promise<unknown>): Event => ({
  name,
  byWorker: true,
  async run(run) {
    const slot = slotsIn(run.world).find((each) => fits(each, run.world));
    if (slot === undefined) return null;
    run.begin();
    await answered(() => act(run, slot));
    return run.after();
  },
});

const outside = (name: string, change: (world: World, run: Run) => Partial<World> | null): Event => ({
  name,
  byWorker: false,
  async run(run) {
    const changed = change(run.world, run);
    return changed === null ? null : run.after(changed);
  },
});

const hasSigned = (slot: Slot): boolean => isHeld(slot) && slot.attempts.some((a) => a.signed !== null && a.state !== "included");
export const events: readonly Event[] = [
  {
    name: "send",
    byWorker: true,
    async run(run) {
      const nonce = chosenNonce(run);
      if (nonce === null || run.world.left.sends === 0) return null;
      return approve(run, nonce, "first", null, { ...run.world.left, sends: run.world.left.sends - 1 });
    },
  },
  {
    name: "the page asks again",
    byWorker: true,
    async run(run) {
      const [id] = Object.entries(run.world.answers).find(([, answer]) => answer === "died" || answer === "unsettled") ?? [];
      if (id === undefined) return null;
      run.begin();
      const answer = await confirm(run, id);
      return run.after({ answers: { ...run.world.answers, [id]: answer } });
    },
  },
  replace("speedUp"),
  replace("cancel"),
  {
    name: "round",
    byWorker: true,
    async run(run) {
      run.begin();
      await answered(() => run.outbox.advance());
      return run.after();
    },
  },
  asked("resend", hasSigned, (run, { id }) => run.outbox.resend(id)),
  asked(
    "leave",
    (slot) => isHeld(slot) && slot.attempts.some((a) => a.signed !== null),
    (run, { id }) => run.outbox.leave(id),
  ),
  asked("take up", isLeft, (run, { id }) => run.outbox.takeUp(id)),
  {
    name: "lock",
    byWorker: true,
    async run(run) {
      run.begin();
      await answered(() => run.outbox.dropUnsigned());
      return run.after();
    },
  },
  outside("16 s", ({ now }) => ({ now: now + SECONDS.pause * 1_000 })),
  outside("6 min", ({ now }) => ({ now: now + SECONDS.expiry * 1_000 })),
  outside("the clock goes a day on", ({ now }) => ({ now: now + SECONDS.day * 1_000 })),
  outside("the clock goes a day back", ({ now }) => ({ now: now - SECONDS.day * 1_000 })),
  outside("mine", (_, run) => (run.chain.mine(), { chain: run.chain.state })),
  outside("an empty tipset", (_, run) => (run.chain.skip(), { chain: run.chain.state })),
  outside("reorganisation", ({ left }, run) => {
    if (left.reorgs === 0) return null;
    run.chain.reorganise();
    return { chain: run.chain.state, left: { ...left, reorgs: left.reorgs - 1 } };
  }),
  outside("the pool loses all", ({ chain }, run) => (Object.keys(chain.pool).length === 0 ? null : (run.chain.dropPool(), { chain: run.chain.state }))),
  outside("another copy of the keys sends", ({ left }, run) => {
    if (left.elsewhere === 0) return null;
    run.chain.pushElsewhere(run.chain.nonceAt(run.chain.height));
    return { chain: run.chain.state, left: { ...left, elsewhere: left.elsewhere - 1 } };
  }),
];
