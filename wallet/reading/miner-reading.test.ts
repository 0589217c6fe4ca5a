import { describe, expect, it } from "vitest";
import { minerMethods } from "../../filecoin/methods/miner.ts";
import { actorId, attoFil, epoch } from "../../filecoin/units.ts";
import type { Address } from "../../filecoin/address.ts";
import type { Facts, MinerFacts } from "./facts.ts";
import type { Reading } from "./reading-parts.ts";
import { ANNA, BEN, CONTROL, MINER, miner, NOW, readBuiltin, STRANGER, who, WORKER } from "./test-facts.ts";

/** What a call of a miner does depends on what the miner's state says; the words follow the miner's own rules. */

const at = (state: Partial<MinerFacts>): Partial<Facts> => ({ minerAt: () => miner(state) });
const changeOwner = (to: Address, state: Partial<MinerFacts> = {}, from: Address = ANNA, more: Partial<Facts> = {}): Reading =>
  readBuiltin("storageminer", MINER, minerMethods.ChangeOwnerAddress, to, { from, facts: { ...at(state), ...more } });
const changeWorker = (worker: Address, controls: Address[], state: Partial<MinerFacts> = {}): Reading =>
  readBuiltin("storageminer", MINER, minerMethods.ChangeWorkerAddress, { newWorker: worker, newControlAddresses: controls }, { facts: at(state) });
const changeBeneficiary = (to: Address, quota: bigint, expiration: number, state: Partial<MinerFacts> = {}, from: Address = ANNA): Reading =>
  readBuiltin(
    "storageminer",
    MINER,
    minerMethods.ChangeBeneficiary,
    { newBeneficiary: to, newQuota: attoFil(quota), newExpiration: epoch(expiration) },
    { from, facts: at(state) },
  );
const confirmWorker = (state: Partial<MinerFacts>): Reading =>
  readBuiltin("storageminer", MINER, minerMethods.ConfirmChangeWorkerAddress, undefined, { facts: at(state) });

describe("a change of owner", () => {
  it("is a stop only when its bytes name the owner, and the owner is an account of this vault", () => {
    expect(changeOwner(ANNA, { pendingOwner: actorId(200) }).kind).toBe("minerStop");
    // The chain would take this as a stop too, of a miner that is somebody else's.
    const foreign = changeOwner(STRANGER, { owner: actorId(200), pendingOwner: actorId(100) });
    expect([foreign.kind, foreign.sentence.code, foreign.tier]).toEqual(["minerOwner", "sentence.minerProposeStranger", 3]);
  });

  it("is a confirmation only when its bytes name the sender, whom the owner proposed", () => {
    expect(changeOwner(BEN, { pendingOwner: actorId(101) }, BEN).kind).toBe("minerConfirmOwner");
    expect(changeOwner(BEN, { pendingOwner: actorId(101) }, ANNA).kind).toBe("minerOwner");
    expect(changeOwner(BEN, { pendingOwner: actorId(200) }, BEN).kind).toBe("minerOwner");
    expect(changeOwner(STRANGER, { pendingOwner: actorId(200) }, STRANGER).kind).toBe("minerOwner");
  });

  it("says whether the new owner is an account of this vault, a release, other code, or somebody else", () => {
    const as = (more: Parameters<typeof who>[1]): Partial<Facts> => ({ who: (address) => (address.equals(STRANGER) ? who(address, more) : who(address)) });
    const sentences = [changeOwner(BEN), changeOwner(STRANGER), changeOwner(STRANGER, {}, ANNA, as({ type: "owner", release: "0.1.0" }))].map(
      ({ sentence }) => sentence.code,
    );
    expect(sentences).toEqual(["sentence.minerProposeOwn", "sentence.minerProposeStranger", "sentence.minerProposeCode"]);
    for (const type of ["unknown", "evm"] as const) {
      const unknown = changeOwner(STRANGER, {}, ANNA, as({ type }));
      expect([unknown.sentence.code, unknown.alarm?.code, unknown.wayBack?.now.code]).toEqual([
        "sentence.minerProposeUnknown",
        "alarm.unknownOwnerCode",
        "wayBack.lastMoment",
      ]);
    }
  });
});

describe("a change of worker", () => {
  const waiting = { pendingWorker: { newWorker: actorId(400), effectiveAt: NOW + 50 } };

  it("puts another worker on the list when nobody waits", () => {
    const reading = changeWorker(STRANGER, [CONTROL]);
    expect([reading.sentence.code, reading.alarm, reading.blocked]).toEqual(["sentence.minerWorker", null, null]);
  });

  it("with the present worker changes the control addresses alone, and nothing at all when they are the same", () => {
    expect(changeWorker(WORKER, [STRANGER]).sentence.code).toBe("sentence.minerControls");
    expect(changeWorker(WORKER, [STRANGER]).blocked).toBeNull();
    expect(changeWorker(WORKER, [CONTROL]).blocked?.code).toBe("blocked.nothingChanges");
  });

  it("while one waits is ignored, which is an alarm, and blocked when the control addresses are the same too", () => {
    const reading = changeWorker(STRANGER, [], waiting);
    expect([reading.sentence.code, reading.alarm?.code, reading.blocked]).toEqual(["sentence.minerWorkerIgnored", "alarm.workerIgnored", null]);
    expect(changeWorker(STRANGER, [CONTROL], waiting).blocked?.code).toBe("blocked.nothingChanges");
  });

  it("back to the present worker does not send away who waits", () => {
    const reading = changeWorker(WORKER, [CONTROL], waiting);
    expect([reading.sentence.code, reading.alarm?.code, reading.blocked?.code]).toEqual([
      "sentence.minerWorkerIgnored",
      "alarm.workerIgnored",
      "blocked.nothingChanges",
    ]);
  });

  it("is confirmed only from its epoch on, and names the one who waits", () => {
    expect(confirmWorker({}).blocked?.code).toBe("blocked.noWorkerWaits");
    expect(confirmWorker(waiting).blocked?.code).toBe("blocked.workerEarly");
    const due = confirmWorker({ pendingWorker: { newWorker: actorId(400), effectiveAt: NOW + 1 } });
    expect([due.blocked, due.sentence.params["worker"]]).toMatchObject([null, { address: "t0400" }]);
  });
});

describe("a change of beneficiary", () => {
  const pending = (who: bigint, approvedByBeneficiary = true): Partial<MinerFacts> => ({
    pendingBeneficiary: {
      newBeneficiary: actorId(who),
      newQuota: 50n,
      newExpiration: BigInt(NOW + 9),
      approvedByBeneficiary,
      approvedByNominee: false,
    },
  });
  const foreign: Partial<MinerFacts> = { beneficiary: actorId(200), beneficiaryTerm: { quota: 90n, usedQuota: 20n, expiration: BigInt(NOW + 100) } };

  it("with an end that has come is an alarm, before and at it", () => {
    expect([NOW - 1, NOW, NOW + 1].map((end) => changeBeneficiary(STRANGER, 5n, end).alarm?.code ?? null)).toEqual([
      "alarm.beneficiaryPast",
      "alarm.beneficiaryPast",
      null,
    ]);
  });

  it("to another for more than the miner has, or longer than a year, is an alarm", () => {
    expect(changeBeneficiary(STRANGER, 1_001n, NOW + 9).alarm?.code).toBe("alarm.beneficiaryLarge");
    expect(changeBeneficiary(STRANGER, 9n, NOW + 1_051_201).alarm?.code).toBe("alarm.beneficiaryLarge");
  });

  it("back to the owner says whose account that is, and is blocked where he is the beneficiary", () => {
    expect(changeBeneficiary(ANNA, 0n, 0, foreign).sentence.code).toBe("sentence.beneficiaryOwner");
    expect(changeBeneficiary(STRANGER, 0n, 0, { ...foreign, owner: actorId(200), beneficiary: actorId(300) }).sentence.code).toBe(
      "sentence.beneficiaryForeignOwner",
    );
    expect(changeBeneficiary(ANNA, 0n, 0).blocked?.code).toBe("blocked.nothingChanges");
  });

  it("says that the present beneficiary has to agree while something is left to him", () => {
    const codes = (state: Partial<MinerFacts>): string[] => changeBeneficiary(ANNA, 0n, 0, state).reasons.map(({ code }) => code);
    expect(codes(foreign)).toContain("reason.beneficiaryAsked");
    expect(codes({ ...foreign, beneficiaryTerm: { quota: 20n, usedQuota: 20n, expiration: BigInt(NOW + 9) } })).not.toContain("reason.beneficiaryAsked");
    expect(codes({ ...foreign, beneficiaryTerm: { quota: 90n, usedQuota: 20n, expiration: BigInt(NOW) } })).not.toContain("reason.beneficiaryAsked");
  });

  it("is an agreement only with the proposal's own figures, and tells who becomes the beneficiary from who gives it up", () => {
    expect(changeBeneficiary(BEN, 50n, NOW + 9, pending(101n), BEN).sentence.code).toBe("sentence.beneficiaryAccept");
    expect(changeBeneficiary(BEN, 51n, NOW + 9, pending(101n), BEN).sentence.code).toBe("sentence.beneficiary");
    const resigned = changeBeneficiary(STRANGER, 50n, NOW + 9, { ...foreign, beneficiary: actorId(101), ...pending(200n, false) }, BEN);
    expect([resigned.kind, resigned.sentence.code, resigned.sentence.params["left"]]).toMatchObject([
      "minerConfirmBeneficiary",
      "sentence.beneficiaryResign",
      { atto: "70" },
    ]);
  });
});

describe("a withdrawal", () => {
  it("names the beneficiary, and asks for care when that is no account of this vault", () => {
    const withdraw = (state: Partial<MinerFacts>): Reading =>
      readBuiltin("storageminer", MINER, minerMethods.WithdrawBalance, { amountRequested: attoFil(7n) }, { facts: at(state) });
    expect([withdraw({}).tier, withdraw({}).sentence.params["to"]]).toMatchObject([1, { address: "t0100" }]);
    expect([withdraw({ beneficiary: actorId(200) }).tier, withdraw({ beneficiary: actorId(200) }).sentence.params["to"]]).toMatchObject([
      2,
      { address: "t0200" },
    ]);
  });
});
