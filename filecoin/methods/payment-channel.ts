import { address, tuple } from "./codec.ts";
import { fieldsOf, method } from "./method.ts";

/** Payment channel (builtin-actors actors/paych); vouchers are not read here. */
export const paymentChannelMethods = {
  /** Carried inside init's Exec: who pays in, and to whom what is settled goes. */
  Constructor: method("Constructor", { internal: 1, params: fieldsOf(tuple({ from: address, to: address })) }),
  Settle: method("Settle", { internal: 3 }),
  Collect: method("Collect", { internal: 4 }),
};
