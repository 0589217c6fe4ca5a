import { address, bool, bytes, cid, text, tuple } from "./codec.ts";
import { fieldsOf, method } from "./method.ts";

const created = fieldsOf(tuple({ idAddress: address, robustAddress: address }));

/** Init actor f01 (builtin-actors actors/init; InstallCode: branch m2-native, 265948c). */
export const initMethods = {
  Constructor: method("Constructor", { internal: 1, params: fieldsOf(tuple({ networkName: text })) }),
  Exec: method("Exec", {
    internal: 2,
    params: fieldsOf(tuple({ code: cid, constructorParams: bytes })),
    returns: created,
  }),
  /** Callable by the EAM alone. */
  Exec4: method("Exec4", {
    internal: 3,
    params: fieldsOf(tuple({ code: cid, constructorParams: bytes, subaddress: bytes })),
    returns: created,
  }),
  /** Exists only on networks built with m2-native. */
  InstallCode: method("InstallCode", {
    internal: 4,
    params: fieldsOf(tuple({ code: bytes })),
    returns: fieldsOf(tuple({ code: cid, installed: bool })),
  }),
};
