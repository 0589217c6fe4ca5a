/** What each method costs on a small offer that the figures by the number of positions do not show: the rarer rights of holders and operator, votes, succession, views. */
import { signedBytes } from "../../actor/abi/attestation.ts";
import { encodeParams, encodeStruct } from "../../actor/abi/codec.ts";
import { METHOD_NUMBERS } from "../../actor/abi/methods.generated.ts";
import { Address } from "../../filecoin/address.ts";
import { signSecp256k1 } from "../../filecoin/signature.ts";
import { epoch } from "../../filecoin/units.ts";
import type { Ledger } from "./gas-ledger.ts";
import { PROOF, born, seal } from "./miners.ts";
import { DELAY, KIND, SEAL_OFF, action, decide, offer, propose, vote } from "./voting.ts";
import { CHAIN_ID, DAY, NOTICE, World, fil, keyOf } from "./world.ts";

const none = new Uint8Array();
const at = (world: World, who: keyof World["people"]): Address => Address.id(world.people[who]);

/** Everything that reads. */
function views(ledger: Ledger): void {
  const world = offer();
  world.takeOver();
  const [owner, operator] = [at(world, "alice"), at(world, "carol")];
  const { miner } = world;
  world.must("alice", "Approve", { operator, tokens: [1n] });
  world.must("alice", "ApproveForAll", { operator });
  world.must("bob", "Redeem", { token: 2n, amount: fil(10) });
  const proposal = propose(world, SEAL_OFF);
  const page = { cursor: none, limit: 64 };
  ledger.note("Name", () => world.call("stranger", "Name", {}));
  ledger.note("Symbol", () => world.call("stranger", "Symbol", {}));
  ledger.note("TotalSupply", () => world.call("stranger", "TotalSupply", {}));
  ledger.note("MetadataID", () => world.call("stranger", "MetadataID", { token: 1n }));
  ledger.note("Metadata", () => world.call("stranger", "Metadata", { token: 1n }));
  ledger.note("Balance", () => world.call("stranger", "Balance", { owner }));
  ledger.note("BalanceOf", () => world.call("stranger", "BalanceOf", { owner }));
  ledger.note("Owner", () => world.call("stranger", "Owner", { tokens: [1n] }));
  ledger.note("OwnerOf", () => world.call("stranger", "OwnerOf", { token: 1n }));
  ledger.note("ListOwnedTokens", () => world.call("stranger", "ListOwnedTokens", { owner, ...page }));
  ledger.note("IsApproved", () => world.call("stranger", "IsApproved", { operator, tokens: [1n] }));
  ledger.note("IsApprovedForAll", () => world.call("stranger", "IsApprovedForAll", { owner, operator }));
  ledger.note("ListTokens", () => world.call("stranger", "ListTokens", page));
  ledger.note("ListTokenOperators", () => world.call("stranger", "ListTokenOperators", { token: 1n, ...page }));
  ledger.note("ListOperatorTokens", () => world.call("stranger", "ListOperatorTokens", { operator, ...page }));
  ledger.note("ListAccountOperators", () => world.call("stranger", "ListAccountOperators", { owner, ...page }));
  ledger.note("GetProposal", () => world.call("stranger", "GetProposal", { proposal }));
  ledger.note("ListProposals", () => world.call("stranger", "ListProposals", { from: 0n, limit: 10 }));
  ledger.note("GetGovernance", () => world.call("stranger", "GetGovernance", {}));
  ledger.note("Version", () => world.call("stranger", "Version", {}));
  ledger.note("GetTerms", () => world.call("stranger", "GetTerms", {}));
  ledger.note("GetPool", () => world.call("stranger", "GetPool", {}));
  ledger.note("GetMiner", () => world.call("stranger", "GetMiner", { miner }));
  ledger.note("MinerSnapshot", () => world.call("stranger", "MinerSnapshot", { miner }));
  ledger.note("ListMiners", () => world.call("stranger", "ListMiners", {}));
  ledger.note("GetPosition", () => world.call("stranger", "GetPosition", { token: 1n }));
  ledger.note("GetAccount", () => world.call("stranger", "GetAccount", { account: owner }));
  ledger.note("ListRequests", () => world.call("stranger", "ListRequests", { from: 0n, limit: 10 }));
}

/** Workers, peer ids, more miners, and a miner that goes back. */
function custody(ledger: Ledger): void {
  const bare = World.create({ bare: true });
  ledger.note("Constructor", () => bare.construct());

  const world = World.create();
  world.takeOver();
  const { miner } = world;
  ledger.note("ChangeWorker", () => world.call("operator", "ChangeWorker", { miner, worker: at(world, "newWorker"), controls: [] }));
  ledger.note("ChangePeerID", () => world.call("operator", "ChangePeerID", { miner, peer: Uint8Array.of(1, 2) }));
  ledger.note("ChangeMultiaddrs", () => world.call("operator", "ChangeMultiaddrs", { miner, addresses: [Uint8Array.of(3)] }));
  seal(world, { expiration: 2_000_000 + 10 * DAY });
  ledger.note("ReportOverExtension", () => world.call("stranger", "ReportOverExtension", { miner, sector: 0n }));
  const made = { worker: at(world, "worker"), proof: PROOF, peer: Uint8Array.of(1, 2), addresses: [Uint8Array.of(3)] };
  ledger.note("CreateMiner", () => world.call("operator", "CreateMiner", made, fil(300)));
  const found = born(world);
  world.must("operator", "ApproveMiner", { miner: found, owner: at(world, "stranger"), worker: at(world, "worker"), controls: [] });
  ledger.note("AdoptMiner", () => world.call("operator", "AdoptMiner", { miner: found }));

  const given = World.create();
  given.takeOver();
  const release = { miner: given.miner, token: 1n, to: at(given, "minerOwner") };
  ledger.note("ReleaseMiner", () => given.call("minerOwner", "ReleaseMiner", release));
}

/** Approvals, parts, what is burnt, what is relayed. */
function positions(ledger: Ledger): void {
  const world = offer();
  const [from, operator] = [at(world, "alice"), at(world, "carol")];
  ledger.note("Approve", () => world.call("alice", "Approve", { operator, tokens: [1n] }));
  ledger.note("RevokeApproval", () => world.call("alice", "RevokeApproval", { operator, tokens: [1n] }));
  ledger.note("ApproveForAll", () => world.call("alice", "ApproveForAll", { operator }));
  const part = ledger.note("Split", () => world.call("alice", "Split", { token: 1n, amount: fil(20) })).ret as bigint;
  ledger.note("Merge", () => world.call("alice", "Merge", { tokens: [1n, part] }));
  const moved = world.must("alice", "Split", { token: 1n, amount: fil(20) });
  ledger.note("TransferFrom", () => world.call("carol", "TransferFrom", { from, to: at(world, "bob"), tokens: [moved], operatorData: none }));
  ledger.note("RevokeApprovalForAll", () => world.call("alice", "RevokeApprovalForAll", { operator }));
  const authorization = {
    chainId: BigInt(CHAIN_ID),
    actor: world.actor,
    account: world.people.alice,
    method: BigInt(METHOD_NUMBERS.Redeem),
    params: encodeParams("Redeem", { token: 1n, amount: fil(10) }),
    nonce: 0n,
    validUntil: epoch(world.epoch + 100),
    fee: fil(0),
    relayer: null,
  };
  const signature = signSecp256k1(keyOf("alice"), signedBytes(encodeStruct("RelayRequest", authorization))).data;
  ledger.note("ExecuteWithAuth", () => world.call("stranger", "ExecuteWithAuth", { authorization, signature }));
  ledger.note("AdvanceNonce", () => world.call("alice", "AdvanceNonce", { nonce: 9n }));
  const side = world.must("operator", "Redeem", { token: 4n, amount: fil(50) });
  world.advance(NOTICE);
  world.must("stranger", "Finalize", { max: 5 });
  ledger.note("FinalizeSide", () => world.call("stranger", "FinalizeSide", { request: side }));

  const lost = World.inCustody({ minerBalance: 0n, terms: { reserveBps: 0 } });
  lost.deposit("alice", fil(10));
  lost.deposit("alice", fil(10));
  lost.forward(fil(20));
  lost.penalty(fil(20));
  lost.must("stranger", "Measure", { miner: lost.miner });
  lost.must("alice", "ApproveForAll", { operator: at(lost, "carol") });
  ledger.note("Burn", () => lost.call("alice", "Burn", { tokens: [1n] }));
  ledger.note("BurnFrom", () => lost.call("carol", "BurnFrom", { from: at(lost, "alice"), tokens: [2n] }));
}

/** Votes, and who is the operator. */
function rule(ledger: Ledger): void {
  const world = offer();
  const taken = ledger.note("Propose", () => world.call("alice", "Propose", { token: 1n, action: SEAL_OFF })).ret as bigint;
  ledger.note("CancelProposal", () => world.call("alice", "CancelProposal", { proposal: taken }));
  const proposal = propose(world, SEAL_OFF);
  ledger.note("Vote", () => world.call("alice", "Vote", { proposal, tokens: [1n], choice: 1 }));
  vote(world, proposal, "bob", [2n]);
  world.advance(20_160 + DELAY);
  ledger.note("Execute", () => world.call("stranger", "Execute", { proposal }));
  decide(world, action(KIND.replace, { actor: at(world, "stranger") }));
  ledger.note("ConvertJunior", () => world.call("bob", "ConvertJunior", { token: 4n }));
  world.must("stranger", "Heartbeat", {});
  ledger.note("ProposeOperator", () => world.call("stranger", "ProposeOperator", { operator: at(world, "operator") }));
  world.advance(DELAY);
  ledger.note("AcceptOperator", () => world.call("operator", "AcceptOperator", {}));
  ledger.note("LowerFees", () => world.call("operator", "LowerFees", { fee: 0, bps: 500 }));
  ledger.note("SetLeaving", () => world.call("operator", "SetLeaving", {}));
}

export function noteRarerMethods(ledger: Ledger): void {
  custody(ledger);
  positions(ledger);
  rule(ledger);
  views(ledger);
}
