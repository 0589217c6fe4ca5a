/** Accounts: the actor behind an f1 or f3 address. State: [address]. Source: builtin-actors actors/account. */
import { type Address, PROTOCOL_BLS, PROTOCOL_SECP256K1 } from "../../filecoin/address.ts";
import { type CborValue, TupleReader } from "../../filecoin/cbor.ts";
import { ExitCode } from "../../filecoin/exit-code.ts";
import { type Runtime, SyscallError } from "../kernel/runtime.ts";
import { acceptExported, actorOf, withoutParams, withParams } from "./dispatch.ts";
import { chargeSignature } from "./gas-figures.ts";
import { requireCallerIs } from "./caller.ts";
import { bare } from "./params.ts";
import { SYSTEM_ACTOR } from "./singletons.ts";
import { createState, loadState } from "./state-root.ts";

const SECP256K1_SIGNATURE = 1;
const BLS_SIGNATURE = 2;

/** State of an account. */
export function accountState(address: Address): CborValue {
  return [address.bytes];
}

function construct(rt: Runtime, address: Address): undefined {
  requireCallerIs(rt, SYSTEM_ACTOR);
  if (address.protocol !== PROTOCOL_SECP256K1 && address.protocol !== PROTOCOL_BLS) {
    rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, `address must be f1 or f3, got ${address.toString()}`);
  }
  createState(rt, accountState(address));
}

function ownAddress(rt: Runtime): Address {
  return loadState(rt, (value) => new TupleReader(value, 1, "account state").address());
}

function authenticateMessage(rt: Runtime, params: { signature: Uint8Array; message: Uint8Array }): CborValue {
  const address = ownAddress(rt);
  const type = address.protocol === PROTOCOL_BLS ? BLS_SIGNATURE : SECP256K1_SIGNATURE;
  chargeSignature(rt, type, params.message.length);
  if (!isValid(rt, type, params.signature, address, params.message)) {
    rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, "failed to authenticate message, signature invalid");
  }
  return true;
}

function isValid(rt: Runtime, type: number, signature: Uint8Array, signer: Address, data: Uint8Array): boolean {
  try {
    return rt.verifySignature(type, signature, signer, data);
  } catch (error) {
    // A signature of the wrong length is an invalid one.
    if (error instanceof SyscallError) return false;
    throw error;
  }
}

export const account = actorOf(
  "account",
  [
    {
      name: "Constructor",
      number: 1,
      run: withParams((value) => bare(value, "address").address(), construct),
    },
    { name: "PubkeyAddress", number: 2, run: withoutParams((rt) => ownAddress(rt).bytes) },
    {
      name: "AuthenticateMessage",
      exported: true,
      run: withParams((value) => {
        const reader = new TupleReader(value, 2, "AuthenticateMessage");
        return { signature: reader.bytes(), message: reader.bytes() };
      }, authenticateMessage),
    },
  ],
  acceptExported,
);
