/**
 * Writes the owner actor's main flow as a scenario of the reference FVM: the real miner, power and reward actors instead of the
 * stand-ins. Usage: tsx test/owner/reference-scenario.ts FILE.json, then test/reference/compare.ts --bundle … FILE.json.
 * Accounts f0100 (operator and miner's owner) and f0101 (worker, BLS) come from scenarios/bundle/genesis.json.
 */
import { writeFileSync } from "node:fs";
import { join, relative, dirname, resolve } from "node:path";
import { encodeParams } from "../../actor/abi/codec.ts";
import { METHOD_NUMBERS, type OwnerMethodName, type OwnerMethods } from "../../actor/abi/methods.generated.ts";
import { encodeCreateMiner } from "../../devnet/builtin/power/actor.ts";
import { Address } from "../../filecoin/address.ts";
import { encodeAmount } from "../../filecoin/amount.ts";
import { encodeCbor } from "../../filecoin/cbor.ts";
import { encodeParams as encodeBuiltin } from "../../filecoin/methods/method.ts";
import { minerMethods } from "../../filecoin/methods/miner.ts";
import { actorId, epoch } from "../../filecoin/units.ts";
import { REPOSITORY } from "../../scripts/build-actor.ts";
import { ownerWasm } from "./owner-wasm.ts";
import { DAY, NOTICE, defaultTerms, fil } from "./terms.ts";

const OPERATOR = "f15ihq5ibzwki2b4ep2f46avlkrqzhpqgtga7pdrq";
const HOLDER = "f1d2xrzcslx7xlbbylc5c3d5lvandqw4iwl6epxba";
const ACTOR = 200;
const MINER = actorId(103);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

const messages: object[] = [];
let now = 1_000;

function add(message: object): void {
  messages.push({ ...message, epoch: now });
}

function owner<M extends OwnerMethodName>(from: string, name: M, params: OwnerMethods[M]["params"], value = 0n, note = ""): void {
  add({
    name: `${name}${note}`,
    from,
    to: `f0${ACTOR}`,
    method: METHOD_NUMBERS[name],
    params: hex(encodeParams(name, params)),
    value: String(value),
    watch: [`f0${ACTOR}`, `f0${MINER}`, from],
  });
}

function createMiner(value: bigint): void {
  const params = encodeCreateMiner({ owner: Address.id(100), worker: Address.id(101), windowPostProofType: 10n, peer: new Uint8Array(), multiaddrs: [] });
  add({ name: "CreateMiner", from: OPERATOR, to: "f04", method: 2, params: hex(encodeCbor(params)), value: String(value) });
}

function award(miner: number, wins: number, penalty = 0n): void {
  const params = encodeCbor([Address.id(miner).bytes, encodeAmount(penalty), encodeAmount(0n), wins]);
  add({ name: `award f0${miner}`, from: "f00", to: "f02", method: 2, params: hex(params), implicit: true, gasLimit: 100_000_000_000 });
}

function takeOver(): void {
  owner(OPERATOR, "Heartbeat", {});
  owner(OPERATOR, "ApproveMiner", { miner: MINER, owner: Address.id(100), worker: Address.id(101), controls: [Address.id(102)] });
  owner(OPERATOR, "TakeOwner", { miner: MINER }, 0n, " before the proposal");
  add({
    name: "propose",
    from: OPERATOR,
    to: `f0${MINER}`,
    method: 1_010_589_339,
    params: hex(encodeBuiltin(minerMethods.ChangeOwnerAddress, Address.id(ACTOR))),
  });
  owner(HOLDER, "TakeOwner", { miner: MINER }, 0n, " by a stranger");
  owner(OPERATOR, "TakeOwner", { miner: MINER });
  owner(HOLDER, "TakeOwner", { miner: actorId(104) }, 0n, " of another miner");
  now += 900;
  owner(HOLDER, "ConfirmWorker", { miner: MINER });
}

function money(): void {
  owner(OPERATOR, "OpenDeposits", { amount: fil(1_000), until: epoch(900_000) });
  owner(HOLDER, "Deposit", {}, fil(100));
  owner(HOLDER, "Deposit", {}, 5n, " below the minimum");
  owner(OPERATOR, "StakeJunior", {}, fil(7));
  owner(OPERATOR, "Forward", { miner: MINER, amount: fil(80), attestation: null });
  for (let i = 0; i < 6; i++) {
    now += DAY;
    award(103, 3);
  }
  owner(HOLDER, "Measure", { miner: MINER });
  owner(HOLDER, "Harvest", { miner: MINER });
  now += 30_000;
  owner(HOLDER, "GetPosition", { token: 2n });
  owner(HOLDER, "Withdraw", { tokens: [2n], recipient: null });
  owner(HOLDER, "Transfer", { to: Address.parse(OPERATOR), tokens: [2n], operatorData: new Uint8Array() });
  owner(OPERATOR, "Transfer", { to: Address.parse(HOLDER), tokens: [2n], operatorData: new Uint8Array() });
}

function exit(): void {
  owner(HOLDER, "Redeem", { token: 2n, amount: fil(60) });
  owner(HOLDER, "Redeem", { token: 2n, amount: fil(40) });
  owner(HOLDER, "CancelRedemption", { request: 4n });
  now += NOTICE;
  award(103, 1, 10n ** 20n);
  owner(HOLDER, "Recall", { miner: MINER, amount: fil(500) });
  owner(HOLDER, "Finalize", { max: 5 });
  owner(HOLDER, "ClaimRedemption", { requests: [2n] });
  owner(HOLDER, "Sweep", {});
  for (const name of ["GetPool", "GetTerms", "ListMiners", "Version", "Name", "TotalSupply"] as const) owner(HOLDER, name, {});
  owner(HOLDER, "GetMiner", { miner: MINER });
}

const terms = { ...defaultTerms({ operator: actorId(100) }), tipBps: 50, tipMaximum: fil(1), reserveBps: 0 };
createMiner(fil(200));
createMiner(fil(50));
award(104, 50);
now += 200 * DAY;
award(103, 1);
add({ name: "Constructor", from: "f01", to: `f0${ACTOR}`, method: 1, params: hex(encodeParams("Constructor", { terms })), implicit: true });
takeOver();
money();
exit();

const file = resolve(process.argv[2] ?? join(REPOSITORY, "build", "owner-scenario.json"));
const genesis = join(REPOSITORY, "test/reference/scenarios/bundle/genesis.json");
const scenario = {
  title: "The owner actor's main flow with the real miner actor",
  before: relative(dirname(file), genesis),
  accounts: [{ address: HOLDER, balance: String(fil(10_000)) }],
  actors: [{ id: ACTOR, code: hex(await ownerWasm()), balance: "0" }],
  messages,
};
writeFileSync(file, JSON.stringify(scenario, null, 1));
