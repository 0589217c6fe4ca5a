import { Address } from "../../filecoin/address.ts";
import { toBase64 } from "../../filecoin/bytes.ts";
import { encodeMessage } from "../../filecoin/message.ts";
import { attoFil } from "../../filecoin/units.ts";
import { slotId, type Attempt, type AttemptState, type Inclusion, type Slot } from "./slot.ts";

/** For tests: slots in any state, of one account that no key belongs to. */

export const GENESIS = "bafyrealm";
export const ACCOUNT = "f1account";
/** Some message: only its receiver is read. */
const UNSIGNED = toBase64(
  encodeMessage({
    version: 0,
    to: Address.id(1_000n),
    from: Address.id(1_001n),
    nonce: 0,
    value: attoFil(100n),
    gasLimit: 10,
    gasFeeCap: attoFil(5n),
    gasPremium: attoFil(1n),
    method: 0,
    params: new Uint8Array(),
  }),
);
export const inclusion = (exitCode = 0): Inclusion => ({ epoch: 10, tipset: ["bafytipset"], exitCode, returned: "", gasUsed: 1 });

export function attempt(cid: string, purpose: Attempt["purpose"] = "first", state: AttemptState = "approved"): Attempt {
  return {
    cid,
    purpose,
    state,
    approvalId: `approval ${cid}`,
    unsigned: UNSIGNED,
    signed: null,
    chainCid: null,
    createdAt: 0,
    changedAt: 0,
    expiresAt: 300_000,
    note: null,
    pushes: [],
    tries: 0,
    nextPushAt: null,
    acceptedEpoch: null,
    seenBy: [],
    inclusion: null,
    predicted: { exitCode: 0, gasUsed: 1 },
    value: "100",
    gasLimit: 10,
    gasFeeCap: "5",
    gasPremium: "1",
    expected: "10",
  };
}

export const fresh = (nonce: number): Omit<Slot, "attempts"> => ({
  id: slotId(GENESIS, ACCOUNT, nonce),
  genesis: GENESIS,
  networkId: "devnet",
  account: ACCOUNT,
  nonce,
  kind: "send",
  sentence: { code: "sentence.send", params: {} },
  createdAt: 0,
  changedAt: 0,
});
export const slotIn = (nonce: number, ...states: AttemptState[]): Slot => ({
  ...fresh(nonce),
  attempts: states.map((state, i) => ({
    ...attempt(`cid ${nonce} ${i}`, i === 0 ? "first" : "speedUp", state),
    signed: state === "approved" || state === "void" ? null : "signed",
  })),
});
