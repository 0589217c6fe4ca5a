/** Positions, exits, votes, offices, relays and hostile params: everything of the owner actor that needs no miner. */
import { METHOD_NUMBERS, type OwnerMethodName, type OwnerStructs } from "../../../actor/abi/methods.generated.ts";
import { encodeParams, encodeStruct } from "../../../actor/abi/codec.ts";
import { schema } from "../../../actor/abi/schema.ts";
import type { MethodSchema } from "../../../actor/abi/schema-kinds.ts";
import { Address } from "../../../filecoin/address.ts";
import { EMPTY_ARRAY_CID, cidOf } from "../../../filecoin/cid.ts";
import { type ActorId, actorId, attoFil } from "../../../filecoin/units.ts";
import { sampleParams } from "../../owner/sample-params.ts";
import { ownerWasm } from "../../owner/owner-wasm.ts";
import { NOTICE, fil } from "../../owner/terms.ts";
import { CHOICE, DELAY, KIND, PERIOD, SEAL_OFF, action } from "../../owner/actions.ts";
import { MODE, type Name, OWNER, Script } from "./owner-script.ts";

const none = new Uint8Array();
const [ACCEPTS, REFUSES, REENTERS, BURNS] = [901, 902, 903, 904].map((id) => actorId(id)) as [ActorId, ActorId, ActorId, ActorId];
const to = (id: ActorId, tokens: bigint[]) => ({ to: Address.id(id), tokens, operatorData: Uint8Array.of(1, 2) });
const CODE = cidOf(0x55, await ownerWasm());

/** Alice holds 1, 2 and 3, Bob 4. */
function positions(): Script {
  const s = new Script("FRC-53 in full, with receivers that accept, refuse, re-enter and burn all gas; Split, Merge, Burn");
  s.receiver(ACCEPTS, MODE.accepts);
  s.receiver(REFUSES, MODE.refuses);
  s.receiver(REENTERS, MODE.reenters, "Transfer", to(ACCEPTS, [1n]));
  s.receiver(BURNS, MODE.burnsGas);
  s.deposit("alice", fil(5), { exit: 20, note: "before the operator's first call" });
  s.open();
  s.call("bob", "OpenDeposits", { amount: fil(1), until: 1 as never }, { exit: 18 });
  for (const who of ["alice", "alice", "alice", "bob"] as const) s.deposit(who, fil(50));
  s.deposit("alice", 5n, { exit: 16, note: "below the minimum" });
  s.deposit("alice", fil(60_000), { exit: 20, note: "above the room" });
  s.call("bob", "StakeJunior", {}, { value: fil(5), exit: 18 });
  s.call("operator", "StakeJunior", {}, { value: fil(20) });
  receivers(s);
  approvals(s);
  splitAndMerge(s);
  enumerations(s);
  return s;
}

function receivers(s: Script): void {
  s.call("alice", "Transfer", to(ACCEPTS, [1n]));
  s.through(ACCEPTS, "Transfer", to(ACCEPTS, [1n]), { note: "to itself" });
  s.through(ACCEPTS, "Transfer", to(s.id("alice"), [1n]));
  s.call("alice", "Transfer", to(REFUSES, [1n]), { exit: 77, note: "refused" });
  s.call("alice", "Transfer", to(REENTERS, [1n]), { note: "re-enters in vain" });
  s.call("stranger", "OwnerOf", { token: 1n });
  s.through(REENTERS, "Transfer", to(s.id("alice"), [1n]));
  s.call("alice", "Transfer", to(BURNS, [1n]), { exit: 7, gasLimit: 400_000_000, note: "burns all gas" });
  s.call("alice", "Transfer", to(OWNER, [1n]), { exit: 16, note: "to the owner actor" });
  s.call("alice", "Transfer", to(actorId(77_777), [1n]), { exit: 17, note: "to nobody" });
  s.call("alice", "Transfer", to(s.id("bob"), [4n]), { exit: 18, note: "another's token" });
  s.call("alice", "Transfer", to(s.id("bob"), [99n]), { exit: 17, note: "no such token" });
  s.call("alice", "Transfer", to(s.id("bob"), []), { note: "of nothing" });
  const fresh = Address.secp256k1(Uint8Array.from({ length: 65 }, (_, i) => (i === 0 ? 4 : i)));
  s.call("alice", "Transfer", { to: fresh, tokens: [3n], operatorData: none }, { note: "to a key seen for the first time" });
  s.call("alice", "Transfer", { to: Address.actor(Uint8Array.of(1, 2, 3)), tokens: [2n], operatorData: none }, { exit: 17, note: "to an f2 that is nobody's" });
  s.call("alice", "Transfer", { to: Address.delegated(10n, new Uint8Array(20).fill(9)), tokens: [], operatorData: none }, { note: "to a placeholder" });
}

function approvals(s: Script): void {
  const carol = s.at("carol");
  s.call("alice", "Approve", { operator: carol, tokens: [1n, 2n] });
  s.call("alice", "Approve", { operator: carol, tokens: [1n, 4n] }, { exit: 18, note: "one of them another's" });
  s.call("carol", "TransferFrom", { from: s.at("alice"), to: s.at("bob"), tokens: [1n], operatorData: none });
  s.call(
    "carol",
    "TransferFrom",
    { from: s.at("bob"), to: s.at("alice"), tokens: [1n], operatorData: none },
    { exit: 18, note: "approval was for one transfer" },
  );
  s.call("bob", "Transfer", to(s.id("alice"), [1n]));
  s.call("alice", "RevokeApproval", { operator: carol, tokens: [2n] });
  s.call("carol", "TransferFrom", { from: s.at("alice"), to: carol, tokens: [2n], operatorData: none }, { exit: 18 });
  s.call("alice", "ApproveForAll", { operator: carol });
  s.call("carol", "Approve", { operator: s.at("stranger"), tokens: [1n] });
  s.call("stranger", "Approve", { operator: carol, tokens: [1n] }, { exit: 18 });
  s.call("stranger", "IsApproved", { operator: s.at("stranger"), tokens: [1n, 2n] });
  s.call("stranger", "IsApprovedForAll", { owner: s.at("alice"), operator: carol });
  s.call("stranger", "ListTokenOperators", { token: 1n, cursor: none, limit: 5 });
  s.call("stranger", "ListOperatorTokens", { operator: s.at("stranger"), cursor: none, limit: 5 });
  s.call("stranger", "ListAccountOperators", { owner: s.at("alice"), cursor: none, limit: 5 });
  s.call("alice", "Burn", { tokens: [1n] }, { exit: 20, note: "principal is never burnt" });
  s.call("carol", "BurnFrom", { from: s.at("alice"), tokens: [2n] }, { exit: 20 });
  s.call("stranger", "BurnFrom", { from: s.at("alice"), tokens: [2n] }, { exit: 18 });
  s.call("alice", "RevokeApprovalForAll", { operator: carol });
  s.call("carol", "Approve", { operator: s.at("bob"), tokens: [1n] }, { exit: 18 });
}

function splitAndMerge(s: Script): void {
  s.call("alice", "Split", { token: 1n, amount: fil(20) });
  s.call("alice", "Split", { token: 1n, amount: fil(30) }, { exit: 16, note: "nothing would be left" });
  s.call("alice", "Split", { token: 1n, amount: attoFil(7n) }, { exit: 16, note: "below the minimum" });
  s.call("alice", "Split", { token: 1n, amount: fil(31) }, { exit: 19 });
  s.call("bob", "Split", { token: 1n, amount: fil(5) }, { exit: 18 });
  s.call("alice", "Merge", { tokens: [1n, 6n] });
  s.call("alice", "Merge", { tokens: [1n] }, { exit: 16 });
  s.call("alice", "Merge", { tokens: [1n, 4n] }, { exit: 18 });
  s.call("operator", "Merge", { tokens: [5n, 6n] }, { exit: 17, note: "one is gone" });
}

function enumerations(s: Script): void {
  s.message("carol", `f0${OWNER}`, 0, null, { value: fil(11), note: "bare send" });
  s.call("stranger", "Sweep", {});
  s.call("stranger", "Sweep", {}, { note: "nothing left to sweep" });
  s.wait(5_000);
  s.call("stranger", "ListTokens", { cursor: none, limit: 3 });
  s.call("stranger", "ListOwnedTokens", { owner: s.at("alice"), cursor: none, limit: 3 });
  s.call("stranger", "Owner", { tokens: [1n, 2n, 4n] });
  s.call("stranger", "Owner", { tokens: [1n, 6n] }, { exit: 17 });
  s.call("stranger", "Balance", { owner: s.at("alice") });
  s.call("stranger", "BalanceOf", { owner: s.at("stranger") });
  s.call("stranger", "Metadata", { token: 1n });
  s.call("stranger", "MetadataID", { token: 9n }, { exit: 17 });
  for (const name of ["Name", "Symbol", "TotalSupply", "GetPool", "GetTerms", "GetGovernance", "ListMiners", "Version"] as const) s.call("stranger", name, {});
  s.call("stranger", "GetPosition", { token: 1n });
  s.call("alice", "Withdraw", { tokens: [1n, 2n], recipient: null });
  s.call("bob", "Withdraw", { tokens: [4n], recipient: s.at("carol") });
  s.call("bob", "Withdraw", { tokens: [1n], recipient: null }, { exit: 18 });
  s.call("stranger", "GetAccount", { account: s.at("alice") });
  s.call("stranger", "Receive", { type: 4_186_685_305n, payload: none }, { exit: 18 });
}

function exits(): Script {
  const s = new Script("Redemptions with partial fills and side requests, ExitNow", { terms: { juniorMinimumBps: 3_000 } });
  s.open();
  for (const who of ["alice", "bob", "carol"] as const) s.deposit(who, fil(100));
  s.call("operator", "StakeJunior", {}, { value: fil(100) });
  s.message("carol", `f0${OWNER}`, 0, null, { value: fil(10), note: "bare send" });
  s.call("stranger", "Sweep", {});
  s.call("alice", "Redeem", { token: 1n, amount: fil(60) });
  s.call("bob", "Redeem", { token: 2n, amount: fil(100) });
  s.call("bob", "Redeem", { token: 2n, amount: fil(1) }, { exit: 17, note: "the token is gone" });
  s.call("alice", "Redeem", { token: 1n, amount: fil("39.5") }, { exit: 16, note: "leaves too little" });
  s.call("alice", "Redeem", { token: 3n, amount: fil(1) }, { exit: 18 });
  s.call("carol", "Redeem", { token: 3n, amount: fil(101) }, { exit: 19 });
  s.call("operator", "Redeem", { token: 4n, amount: fil(90) }, { note: "junior: stands aside" });
  s.call("stranger", "ListRequests", { from: 0n, limit: 9 });
  s.call("stranger", "Finalize", { max: 5 }, { note: "nothing has matured" });
  s.call("bob", "CancelRedemption", { request: 2n }, { exit: 18 });
  s.wait(1_000);
  s.call("carol", "Redeem", { token: 3n, amount: fil(10) });
  s.call("carol", "CancelRedemption", { request: 6n });
  s.call("carol", "CancelRedemption", { request: 6n }, { exit: 17 });
  s.call("carol", "ExitNow", { token: 3n, amount: fil(50), least: fil(50) }, { exit: 19, note: "the discount makes it less" });
  s.call("carol", "ExitNow", { token: 3n, amount: fil(50), least: fil("47.5") });
  s.call("operator", "ExitNow", { token: 4n, amount: fil(5), least: fil(0) }, { exit: 16, note: "juniors wait" });
  s.call("stranger", "FinalizeSide", { request: 1n }, { exit: 20, note: "not matured" });
  s.call("stranger", "ClaimRedemption", { requests: [2n] }, { note: "nothing is paid yet" });
  s.wait(NOTICE);
  s.call("stranger", "FinalizeSide", { request: 1n }, { exit: 20, note: "queued seniors come first" });
  s.call("alice", "CancelRedemption", { request: 2n }, { exit: 20, note: "it has matured" });
  s.call("stranger", "FinalizeSide", { request: 2n }, { exit: 16, note: "stands in the queue" });
  s.call("stranger", "Finalize", { max: 1 });
  s.call("stranger", "Finalize", { max: 5 });
  s.call("stranger", "FinalizeSide", { request: 1n }, { note: "in part: juniors stay for three tenths" });
  s.call("stranger", "FinalizeSide", { request: 1n }, { exit: 19, note: "no more may go" });
  s.call("stranger", "ClaimRedemption", { requests: [1n, 2n, 4n] });
  s.call("stranger", "ClaimRedemption", { requests: [2n] }, { exit: 17 });
  s.call("stranger", "GetPool", {});
  s.call("operator", "SetLeaving", {});
  s.call("operator", "SetLeaving", {}, { exit: 20 });
  s.deposit("alice", fil(5), { exit: 20, note: "leaving" });
  return s;
}

/** The heir of the votes' scenario, one without a predecessor that would hand over, and the wrong code. */
const [HEIR, FOREIGN, PLAIN] = [910, 911, 912].map((id) => actorId(id)) as [ActorId, ActorId, ActorId];

/** Alice holds 1, Bob 2, Carol 3, the operator the junior token 4. */
function votes(): Script {
  const s = new Script("Votes: every action, refusals of each, succession, ConvertJunior, Migrate and Sweep after it");
  for (const id of [HEIR, FOREIGN, PLAIN]) s.actor(id);
  s.open();
  s.deposit("alice", fil(100));
  s.deposit("bob", fil(60));
  s.deposit("carol", fil(40));
  s.call("operator", "StakeJunior", {}, { value: fil(100) });
  s.call("alice", "Propose", { token: 1n, action: SEAL_OFF }, { exit: 20, note: "too young" });
  s.wait(DELAY);
  proposals(s);
  offices(s);
  migration(s);
  return s;
}

let next = 0n;

function propose(s: Script, what: OwnerStructs["Action"], note: string, exit = 0, who: Name = "alice", token = 1n): bigint {
  s.call(who, "Propose", { token, action: what }, { exit, note });
  if (exit === 0) next += 1n;
  return next;
}

/** Alice proposes, she and Bob carry it. */
function carried(s: Script, what: OwnerStructs["Action"], note: string): bigint {
  const proposal = propose(s, what, note);
  s.call("alice", "Vote", { proposal, tokens: [1n], choice: CHOICE.for });
  s.call("bob", "Vote", { proposal, tokens: [2n], choice: CHOICE.for });
  return proposal;
}

function decide(s: Script, what: OwnerStructs["Action"], note: string, exit = 0): void {
  const proposal = carried(s, what, note);
  s.wait(PERIOD + DELAY);
  s.call("stranger", "Execute", { proposal }, { exit, note });
}

function proposals(s: Script): void {
  next = 0n;
  propose(s, action(9), "unknown action", 16);
  propose(s, action(KIND.limits), "limits without limits", 16);
  propose(s, action(KIND.allow, { code: CODE, on: true }), "a field too many", 16);
  propose(s, SEAL_OFF, "with another's token", 18, "bob", 1n);
  propose(s, SEAL_OFF, "by a junior", 18, "operator", 4n);
  const first = propose(s, SEAL_OFF, "SetSealing");
  propose(s, SEAL_OFF, "a second one behind the token", 20);
  s.call("alice", "Vote", { proposal: first, tokens: [1n], choice: CHOICE.for });
  s.call("alice", "Vote", { proposal: first, tokens: [1n], choice: CHOICE.for }, { exit: 20, note: "twice" });
  s.call("alice", "Vote", { proposal: first, tokens: [2n], choice: CHOICE.for }, { exit: 18 });
  s.call("alice", "Vote", { proposal: 9n, tokens: [1n], choice: CHOICE.for }, { exit: 17 });
  s.call("bob", "Vote", { proposal: first, tokens: [2n], choice: 3 }, { exit: 16 });
  s.call("bob", "Vote", { proposal: first, tokens: [2n], choice: CHOICE.against });
  s.call("operator", "Vote", { proposal: first, tokens: [4n], choice: CHOICE.against }, { exit: 18, note: "a junior" });
  s.call("alice", "CancelProposal", { proposal: first }, { exit: 20, note: "others have voted" });
  s.call("stranger", "Execute", { proposal: first }, { exit: 20, note: "while voting" });
  s.call("alice", "Merge", { tokens: [1n, 2n] }, { exit: 20, note: "while a vote runs" });
  s.wait(PERIOD);
  s.call("stranger", "Execute", { proposal: first }, { exit: 20, note: "in its delay" });
  s.call("carol", "Vote", { proposal: first, tokens: [3n], choice: CHOICE.for }, { exit: 20, note: "late" });
  s.wait(DELAY);
  s.call("stranger", "Execute", { proposal: first });
  s.call("stranger", "Execute", { proposal: first }, { exit: 20, note: "again" });
  const cancelled = propose(s, SEAL_OFF, "to be withdrawn");
  s.call("bob", "CancelProposal", { proposal: cancelled }, { exit: 18 });
  s.call("alice", "CancelProposal", { proposal: cancelled });
  decide(s, action(KIND.limits, { limits: { maxMiners: 2, maxPerMiner: fil(50), maxForwardPerDay: fil(30) } }), "SetLimits");
  decide(s, action(KIND.issuer, { actor: s.at("carol") }), "SetIssuer");
  decide(s, action(KIND.issuer), "SetIssuer: nobody");
  propose(s, action(KIND.clear, { actor: s.at("carol") }), "ClearFlag of no miner", 17);
  s.call("stranger", "ListProposals", { from: 0n, limit: 20 });
  s.call("stranger", "GetProposal", { proposal: 1n });
  s.call("stranger", "GetProposal", { proposal: 77n }, { exit: 17 });
}

function offices(s: Script): void {
  const stranger = s.at("stranger");
  s.call("bob", "ProposeOperator", { operator: stranger }, { exit: 18 });
  s.call("operator", "ProposeOperator", { operator: Address.id(HEIR) }, { exit: 16, note: "an actor that cannot be paid" });
  s.call("operator", "ProposeOperator", { operator: stranger });
  s.call("stranger", "AcceptOperator", {}, { exit: 20, note: "too early" });
  s.call("bob", "AcceptOperator", {}, { exit: 18 });
  decide(s, action(KIND.refuse, { actor: stranger }), "RefuseOperator");
  s.call("stranger", "AcceptOperator", {}, { exit: 18, note: "refused by vote" });
  s.call("operator", "ProposeOperator", { operator: s.at("bob") });
  s.wait(DELAY);
  s.call("bob", "AcceptOperator", {});
  s.call("operator", "Heartbeat", {}, { exit: 18, note: "the former one" });
  s.call("bob", "Heartbeat", {});
  s.call("bob", "LowerFees", { fee: 0, bps: 400 });
  s.call("bob", "LowerFees", { fee: 0, bps: 900 }, { exit: 16, note: "higher" });
  s.call("bob", "LowerFees", { fee: 5, bps: 1 }, { exit: 18 });
  s.call("bob", "StakeJunior", {}, { value: fil(10), note: "token 5" });
  propose(s, action(KIND.replace, { actor: s.at("bob") }), "ReplaceOperator by himself", 16);
  decide(s, action(KIND.replace, { actor: stranger }), "ReplaceOperator");
  s.call("carol", "ConvertJunior", { token: 1n }, { exit: 20, note: "no junior" });
  s.call("carol", "ConvertJunior", { token: 99n }, { exit: 17 });
  s.call("carol", "ConvertJunior", { token: 5n });
  s.call("carol", "ConvertJunior", { token: 5n }, { exit: 20, note: "again" });
  s.call("stranger", "Heartbeat", {});
}

function migration(s: Script): void {
  s.heir(HEIR, OWNER);
  s.heir(FOREIGN, HEIR);
  s.call("alice", "Deposit", {}, { to: HEIR, value: fil(5), exit: 20, note: "into an heir" });
  s.call("stranger", "GetTerms", {}, { to: HEIR, exit: 20 });
  s.call("stranger", "Inherit", { root: EMPTY_ARRAY_CID, status: 0 }, { to: HEIR, exit: 18 });
  const migrate = (id: ActorId) => action(KIND.migrate, { actor: Address.id(id) });
  propose(s, migrate(HEIR), "Migrate to code that no vote allowed", 20);
  propose(s, migrate(actorId(77_777)), "Migrate to nobody", 16);
  decide(s, action(KIND.allow, { code: CODE }), "AllowCode");
  s.wait(PERIOD);
  propose(s, migrate(s.id("carol")), "Migrate to an account", 20);
  const proposal = carried(s, migrate(FOREIGN), "Migrate to another's heir");
  s.call("operator", "Vote", { proposal, tokens: [4n], choice: CHOICE.against }, { note: "a junior's veto" });
  s.call("alice", "Redeem", { token: 1n, amount: fil(10) }, { exit: 20, note: "frozen by its vote" });
  s.wait(PERIOD + DELAY);
  s.call("stranger", "Execute", { proposal }, { exit: 20, note: "vetoed" });
  s.wait(PERIOD);
  const foreign = carried(s, migrate(FOREIGN), "Migrate to another's heir, unopposed");
  s.wait(PERIOD);
  s.call("carol", "ExitNow", { token: 3n, amount: fil(10), least: fil(10) }, { note: "without discount" });
  s.wait(DELAY);
  s.call("stranger", "Execute", { proposal: foreign }, { exit: 20, note: "it waits for another" });
  s.wait(PERIOD);
  decide(s, migrate(HEIR), "Migrate");
  s.call("alice", "Withdraw", { tokens: [1n], recipient: null }, { exit: 20, note: "after the migration" });
  s.call("stranger", "Inherit", { root: EMPTY_ARRAY_CID, status: 0 }, { to: HEIR, exit: 20, note: "twice" });
  s.call("alice", "Withdraw", { tokens: [1n], recipient: null }, { to: HEIR });
  s.message("carol", `f0${OWNER}`, 0, null, { value: fil(3), note: "bare send to the predecessor" });
  s.call("stranger", "Sweep", {});
  s.call("stranger", "Sweep", {}, { to: HEIR });
  s.call("stranger", "GetPool", {}, { to: HEIR });
}

/** A source of numbers that is the same on every machine (mulberry32). */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** Bytes near good ones: a bit turned, a part cut out, doubled or appended. */
function spoil(good: Uint8Array, below: (n: number) => number): Uint8Array {
  if (good.length === 0) return Uint8Array.from({ length: 1 + below(6) }, () => below(256));
  const at = below(good.length);
  const rest = good.subarray(at + 1 + below(3));
  switch (below(5)) {
    case 0:
      return good.map((byte, i) => (i === at ? byte ^ (1 << below(8)) : byte));
    case 1:
      return Uint8Array.of(...good.subarray(0, at), ...rest);
    case 2:
      return Uint8Array.of(...good.subarray(0, at), ...good.subarray(at), ...rest);
    case 3:
      return good.map((byte, i) => (i === at ? below(256) : byte));
    default:
      return Uint8Array.of(...good, ...Uint8Array.from({ length: 1 + below(9) }, () => below(256)));
  }
}

/** Valid CBOR that is not the shortest: the first head gets a length byte of its own. */
function long(good: Uint8Array): Uint8Array {
  const [head = 0] = good;
  return (head & 31) < 24 ? Uint8Array.of((head & 0xe0) | 24, head & 31, ...good.subarray(1)) : good;
}

/** Views that need no miner. */
const READERS = new Set(Object.keys(schema.methods).filter((name) => (schema.methods as Record<string, MethodSchema>)[name]?.view === true));
for (const name of ["GetMiner", "MinerSnapshot", "GetProposal"]) READERS.delete(name);

const SEED = 20_261_121;
const ROUNDS = 8;

function garbage(): Script {
  const s = new Script(`Params of every method: none, short, long, not canonical, read-only, and ${ROUNDS} spoilt ones each (seed ${SEED})`);
  s.open();
  s.deposit("alice", fil(100));
  s.call("alice", "Redeem", { token: 1n, amount: fil(10) });
  const named = { miner: actorId(950), someone: s.id("alice"), worker: s.id("worker"), operator: s.id("operator"), actor: OWNER };
  s.builtin(named.miner, "storageminer");
  s.receiver(ACCEPTS, MODE.accepts);
  const below = random(SEED);
  for (const method of Object.keys(METHOD_NUMBERS).filter((name) => name !== "Constructor") as OwnerMethodName[]) {
    const good = sampleParams(method, named);
    const send = (note: string, params: Uint8Array, value = 0n): void => s.bytes("stranger", method, params, { note, value, exit: null });
    send("as it should be", good);
    send("with value", good, 5n);
    send("none", none);
    send("short", good.subarray(0, -1));
    send("long", Uint8Array.of(...good, 0));
    send("not canonical", long(good));
    for (let i = 0; i < ROUNDS; i++) send(`spoilt ${i}`, spoil(good, below));
    s.readOnly(ACCEPTS, method, good, READERS.has(method) ? 0 : undefined);
  }
  for (const method of [2, 23, 0xff_ffff, 4_294_967_295]) s.message("stranger", `f0${OWNER}`, method, null, { exit: 22 });
  s.call("stranger", "GetPool", {});
  return s;
}

function constructors(): Script {
  const s = new Script("The constructor and what its terms may not say", { bare: true });
  const operator = s.id("operator");
  s.construct({ name: "" }, { exit: 16, note: ": no name" });
  s.construct({ minimumDeposit: fil(0) }, { exit: 16, note: ": no minimum" });
  s.construct({ notice: 5 as never }, { exit: 16, note: ": short notice" });
  s.construct({ operator: Address.id(OWNER) }, { exit: 16, note: ": operator without a purse" });
  s.construct({ fees: [{ label: "x", beneficiary: Address.id(operator), bps: 1 }] }, { exit: 16, note: ": the operator by his id" });
  s.construct({ fees: [{ label: "x", beneficiary: null, bps: 10_001 }] }, { exit: 16, note: ": more than all" });
  s.init(encodeParams("Constructor", { terms: s.terms() }).subarray(0, -1), { exit: 21, note: ": cut" });
  s.init(encodeStruct("Heir", { predecessor: Address.actor(none) }), { exit: 17, note: ": an heir of nobody" });
  s.send({
    name: "Constructor by an account",
    from: s.at("stranger").toString(),
    to: `f0${OWNER}`,
    method: 1,
    implicit: true,
    exitCode: 18,
    params: "8142006a",
  });
  s.construct();
  s.call("operator", "Heartbeat", {});
  return s;
}

/** Scenarios by file name. */
export const withoutMiners = (): Record<string, Script> => ({
  "owner-constructor": constructors(),
  "owner-positions": positions(),
  "owner-exits": exits(),
  "owner-votes": votes(),
  "owner-garbage": garbage(),
});
