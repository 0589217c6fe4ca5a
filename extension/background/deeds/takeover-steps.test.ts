import { describe, expect, it } from "vitest";
import { Address } from "../../../filecoin/address.ts";
import { toBase64 } from "../../../filecoin/bytes.ts";
import { cidOf, RAW } from "../../../filecoin/cid.ts";
import { encodeMessage } from "../../../filecoin/message.ts";
import { initMethods } from "../../../filecoin/methods/init.ts";
import { encodeParams, numberOf } from "../../../filecoin/methods/method.ts";
import { minerMethods } from "../../../filecoin/methods/miner.ts";
import { encodeParams as encodeOwnerParams } from "../../../actor/abi/codec.ts";
import { METHOD_NUMBERS } from "../../../actor/abi/methods.generated.ts";
import { attoFil } from "../../../filecoin/units.ts";
import { say } from "../../../wallet/phrase.ts";
import { bareMessage, draftOf, type Act } from "../../../wallet/draft.ts";
import { slotId, type AttemptState, type Slot } from "../../../wallet/slots/slot.ts";
import { createdAddress } from "../../../wallet/takeover/find-actor.ts";
import { slotThatDid, slotUnderWay, stepOfMessage, type StepSubject } from "../../../wallet/takeover/step-slots.ts";
import { EMPTY_DRAFT, type TakeoverDraft } from "../../../wallet/takeover/takeover-draft.ts";
import { chosenKeys, type TakeoverFacts } from "../../../wallet/takeover/takeover-facts.ts";
import { stepOf } from "../views/takeover-steps.ts";
import { defaultTerms } from "../../../wallet/takeover/terms.ts";

const [MINER, OWNER, ACTOR, WORKER, CONTROL, OTHER] = [1_000n, 100n, 1_010n, 101n, 102n, 103n].map((id) => Address.id(id)) as [
  Address,
  Address,
  Address,
  Address,
  Address,
  Address,
];
const draft = (part: Partial<TakeoverDraft> = {}): TakeoverDraft => ({ ...EMPTY_DRAFT, ...part });

interface Chain {
  installed?: boolean;
  actor?: boolean;
  approved?: boolean;
  owner?: Address;
  pendingOwner?: Address;
  confirmed?: boolean;
}

/** Only what the state machine reads. */
function facts({ installed = false, actor = false, approved = false, owner = OWNER, pendingOwner, confirmed = false }: Chain): TakeoverFacts {
  const custody = owner === ACTOR ? { confirmed } : null;
  return {
    info: { owner, pendingOwner: pendingOwner ?? null, worker: WORKER, controlAddresses: [CONTROL] },
    code: { accepts: true, installed },
    actor: actor ? { id: ACTOR, custody } : null,
    approved,
  } as unknown as TakeoverFacts;
}

describe("the step of a take-over", () => {
  const terms = defaultTerms(0);
  it.each([
    ["terms", {}, null],
    ["terms", { installed: true }, null],
    ["install", {}, terms],
    ["create", { installed: true }, terms],
    ["approve", { installed: true, actor: true }, terms],
    ["approve", { actor: true, pendingOwner: ACTOR }, terms],
    ["propose", { actor: true, approved: true }, null],
    ["propose", { actor: true, approved: true, pendingOwner: OTHER }, null],
    ["take", { actor: true, approved: true, pendingOwner: ACTOR }, null],
    ["worker", { actor: true, owner: ACTOR }, null],
    ["done", { actor: true, owner: ACTOR, confirmed: true }, null],
  ] satisfies [string, Chain, typeof terms | null][])("is %s when the chain says %o", (step, chain, saved) => {
    expect(stepOf(facts(chain), draft({ terms: saved }))).toBe(step);
  });
});

describe("the keys that stay", () => {
  const info = { worker: WORKER, controlAddresses: [CONTROL, OTHER] };
  const all = { t0101: true, t0102: true, t0103: false };

  it("are not known while one choice is missing", () => {
    expect(chosenKeys(info, draft(), "t")).toBeNull();
    expect(chosenKeys(info, draft({ keep: { t0101: true, t0102: true } }), "t")).toBeNull();
    expect(chosenKeys(info, draft({ keep: { ...all, t0101: false } }), "t")).toBeNull();
  });

  it("are what was kept, and what was added", () => {
    expect(chosenKeys(info, draft({ keep: all }), "t")).toEqual({ worker: WORKER, controls: [CONTROL] });
    const changed = chosenKeys(info, draft({ keep: { ...all, t0101: false }, newWorker: "t0104", addedControls: ["t0105"] }), "t");
    expect([changed?.worker, ...(changed?.controls ?? [])].map(String)).toEqual(["f0104", "f0102", "f0105"]);
  });
});

describe("a message of an account", () => {
  const account = Address.parse("f15ihq5ibzwki2b4ep2f46avlkrqzhpqgtga7pdrq");
  const subject: StepSubject = { account, miner: { id: 1_000n, asked: MINER }, actor: { id: ACTOR, address: createdAddress(account, 7) } };
  const call = (to: Address, method: number, params: Uint8Array = new Uint8Array()): Act => ({ to, method, params });
  const messageOf = (act: Act, nonce = 0) => ({ ...bareMessage(draftOf({ id: "devnet", genesis: "bafyrealm" }, account, act)), nonce, value: attoFil(0n) });
  const init = Address.id(1n);
  const install = call(init, numberOf(initMethods.InstallCode), encodeParams(initMethods.InstallCode, { code: new Uint8Array([0]) }));
  const create = call(
    init,
    numberOf(initMethods.Exec),
    encodeParams(initMethods.Exec, { code: cidOf(RAW, new Uint8Array([0])), constructorParams: new Uint8Array() }),
  );
  const propose = (owner: Address, miner = MINER): Act =>
    call(miner, numberOf(minerMethods.ChangeOwnerAddress), encodeParams(minerMethods.ChangeOwnerAddress, owner));
  const take = (miner: bigint): Act => call(ACTOR, METHOD_NUMBERS.TakeOwner, encodeOwnerParams("TakeOwner", { miner: miner as never }));

  it("is a step of this take-over only when it names this miner and this actor", () => {
    expect(stepOfMessage(messageOf(install), subject)).toBe("install");
    expect(stepOfMessage(messageOf(propose(ACTOR)), subject)).toBe("propose");
    expect(stepOfMessage(messageOf(propose(OWNER)), subject)).toBeNull();
    expect(stepOfMessage(messageOf(propose(ACTOR, OTHER)), subject)).toBeNull();
    expect(stepOfMessage(messageOf(take(1_000n)), subject)).toBe("take");
    expect(stepOfMessage(messageOf(take(1_001n)), subject)).toBeNull();
    expect(stepOfMessage(messageOf(call(ACTOR, METHOD_NUMBERS.Harvest, encodeOwnerParams("Harvest", { miner: 1_000n as never }))), subject)).toBeNull();
    expect(stepOfMessage(messageOf(take(1_000n)), { ...subject, actor: null })).toBeNull();
  });

  it("created the actor whose address follows from its nonce", () => {
    expect(stepOfMessage(messageOf(create, 7), subject)).toBe("create");
    expect(stepOfMessage(messageOf(create, 8), subject)).toBeNull();
    expect(stepOfMessage(messageOf(create, 8), { ...subject, actor: null })).toBe("create");
  });

  const slotOf = (nonce: number, act: Act, state: AttemptState, exitCode: number | null): Slot => ({
    id: slotId("bafyrealm", account.toString(), nonce),
    genesis: "bafyrealm",
    networkId: "devnet",
    account: account.toString(),
    nonce,
    kind: "ownerCall",
    sentence: say("sentence.send"),
    createdAt: 0,
    changedAt: 0,
    attempts: [
      {
        cid: `cid ${nonce}`,
        purpose: "first",
        state,
        approvalId: "a",
        unsigned: toBase64(encodeMessage(messageOf(act, nonce))),
        signed: "signed",
        chainCid: "c",
        createdAt: 0,
        changedAt: 0,
        expiresAt: 0,
        note: null,
        pushes: [],
        tries: 0,
        nextPushAt: null,
        acceptedEpoch: null,
        seenBy: [],
        inclusion: exitCode === null ? null : { epoch: 1, tipset: [], exitCode, returned: "", gasUsed: 1 },
        predicted: { exitCode: 0, gasUsed: 1 },
        value: "0",
        gasLimit: 1,
        gasFeeCap: "1",
        gasPremium: "1",
        expected: "1",
      },
    ],
  });

  it("is under way until a block took it, and did its step only when it succeeded", () => {
    const failed = slotOf(1, take(1_000n), "final", 18);
    const waiting = slotOf(2, take(1_000n), "seen", null);
    const done = slotOf(3, take(1_000n), "included", 0);
    const foreign = slotOf(4, take(1_001n), "seen", null);
    expect(slotUnderWay("take", [failed, waiting, foreign], subject)?.nonce).toBe(2);
    expect(slotUnderWay("take", [failed, done, foreign], subject)).toBeNull();
    expect(slotThatDid("take", [failed, waiting, foreign], subject)).toBeNull();
    expect(slotThatDid("take", [failed, done, foreign], subject)?.nonce).toBe(3);
  });
});
