import { address, bytes, integer, nullable, tuple, unsigned64 } from "./codec.ts";
import { bare, fieldsOf, method } from "./method.ts";

/** EVM contracts (builtin-actors actors/evm). */
export const evmMethods = {
  InvokeEVM: method("InvokeEVM", {
    exported: true,
    params: bare("input", bytes),
    returns: bare("output", bytes),
  }),
};

const created = fieldsOf(tuple({ actorId: unsigned64, robustAddress: nullable(address), ethAddress: bytes }));

/** Ethereum address manager f010 (builtin-actors actors/eam). */
export const eamMethods = {
  Create: method("Create", {
    internal: 2,
    params: fieldsOf(tuple({ initcode: bytes, nonce: integer })),
    returns: created,
  }),
  Create2: method("Create2", {
    internal: 3,
    params: fieldsOf(tuple({ initcode: bytes, salt: bytes })),
    returns: created,
  }),
  CreateExternal: method("CreateExternal", {
    internal: 4,
    params: bare("initcode", bytes),
    returns: created,
  }),
};
