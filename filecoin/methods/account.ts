import { address, bool, bytes, tuple } from "./codec.ts";
import { bare, fieldsOf, method } from "./method.ts";

/** Account actor (builtin-actors actors/account). Any other FRC-42 number is accepted with an empty return. */
export const accountMethods = {
  Constructor: method("Constructor", { internal: 1, params: bare("address", address) }),
  PubkeyAddress: method("PubkeyAddress", { internal: 2, returns: bare("address", address) }),
  /** `signature` is raw, without its type byte: 65 bytes secp256k1 or 96 bytes BLS. */
  AuthenticateMessage: method("AuthenticateMessage", {
    exported: true,
    params: fieldsOf(tuple({ signature: bytes, message: bytes })),
    returns: bare("authentic", bool),
  }),
};
