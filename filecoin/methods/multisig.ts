import { blake2b } from "@noble/hashes/blake2.js";
import type { Address } from "../address.ts";
import type { AttoFil, MethodNumber } from "../units.ts";
import { address, amount, bool, bytes, chainEpoch, encodeWith, integer, list, tuple } from "./codec.ts";
import { fieldsOf, method } from "./method.ts";

/** Constructor parameters, carried inside init's Exec. Durations in epochs. */
const multisigConstructor = tuple({
  signers: list(address),
  threshold: integer,
  unlockDuration: integer,
  startEpoch: chainEpoch,
});

const transactionRef = tuple({ id: integer, proposalHash: bytes });

/** Multisig actor (builtin-actors actors/multisig). Any FRC-42 number is accepted with an empty return. */
export const multisigMethods = {
  Constructor: method("Constructor", { internal: 1, params: fieldsOf(multisigConstructor) }),
  Propose: method("Propose", {
    internal: 2,
    params: fieldsOf(tuple({ to: address, value: amount, method: integer, params: bytes })),
    returns: fieldsOf(tuple({ id: integer, applied: bool, exitCode: integer, return: bytes })),
  }),
  /** An empty hash approves whatever stands under the id: never sign that. */
  Approve: method("Approve", {
    internal: 3,
    params: fieldsOf(transactionRef),
    returns: fieldsOf(tuple({ applied: bool, exitCode: integer, return: bytes })),
  }),
  /** Only by the proposer. */
  Cancel: method("Cancel", { internal: 4, params: fieldsOf(transactionRef) }),
  AddSigner: method("AddSigner", {
    internal: 5,
    params: fieldsOf(tuple({ signer: address, increase: bool })),
  }),
  RemoveSigner: method("RemoveSigner", {
    internal: 6,
    params: fieldsOf(tuple({ signer: address, decrease: bool })),
  }),
  SwapSigner: method("SwapSigner", { internal: 7, params: fieldsOf(tuple({ from: address, to: address })) }),
  ChangeNumApprovalsThreshold: method("ChangeNumApprovalsThreshold", {
    internal: 8,
    params: fieldsOf(tuple({ newThreshold: integer })),
  }),
  LockBalance: method("LockBalance", {
    internal: 9,
    params: fieldsOf(tuple({ startEpoch: chainEpoch, unlockDuration: integer, amount })),
  }),
};

const hashedProposal = tuple({
  requester: address,
  to: address,
  value: amount,
  method: integer,
  params: bytes,
});

/** A transaction as its approvers' hash sees it. `requester` is the proposer's f0 address. */
export interface MultisigProposal {
  requester: Address;
  to: Address;
  value: AttoFil;
  method: MethodNumber;
  params: Uint8Array;
}

/** The 32 bytes that Approve and Cancel carry so that a changed transaction is refused. */
export function multisigProposalHash(proposal: MultisigProposal): Uint8Array {
  return blake2b(encodeWith(hashedProposal, proposal), { dkLen: 32 });
}
