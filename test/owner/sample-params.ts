/** Params that decode, for each method of the owner actor: where tests of garbage begin. */
import { encodeParams } from "../../actor/abi/codec.ts";
import type { OwnerMethodName } from "../../actor/abi/methods.generated.ts";
import type { MethodSchema } from "../../actor/abi/schema-kinds.ts";
import { schema } from "../../actor/abi/schema.ts";
import { Address } from "../../filecoin/address.ts";
import { EMPTY_ARRAY_CID } from "../../filecoin/cid.ts";
import { type ActorId, epoch } from "../../filecoin/units.ts";
import { defaultTerms, fil } from "./terms.ts";

const methods: Record<string, MethodSchema> = schema.methods;
const none = new Uint8Array();

/** Who and what the params name. */
interface Named {
  readonly miner: ActorId;
  readonly someone: ActorId;
  readonly worker: ActorId;
  readonly operator: ActorId;
  readonly actor: ActorId;
}

export function sampleParams(name: OwnerMethodName, named: Named): Uint8Array {
  const { miner, actor } = named;
  const someone = Address.id(named.someone);
  const values: Record<string, unknown> = {
    miner,
    owner: someone,
    worker: Address.id(named.worker),
    controls: [],
    token: 1n,
    to: someone,
    amount: fil(1),
    least: fil(0),
    proof: 10,
    peer: none,
    addresses: [],
    sector: 0n,
    fee: 0,
    bps: 1,
    until: epoch(200_000),
    attestation: null,
    tokens: [1n],
    recipient: null,
    operatorData: none,
    cursor: none,
    limit: 5,
    operator: someone,
    request: 2n,
    max: 3,
    requests: [2n],
    type: 1n,
    payload: none,
    account: someone,
    from: 0n,
    terms: defaultTerms({ operator: named.operator }),
    proposal: 1n,
    choice: 1,
    nonce: 9n,
    signature: new Uint8Array(65),
    authorization: {
      chainId: 1n,
      actor,
      account: named.someone,
      method: 1n,
      params: none,
      nonce: 0n,
      validUntil: epoch(200_000),
      fee: fil(0),
      relayer: null,
    },
    root: EMPTY_ARRAY_CID,
    status: 0,
    action: { kind: 0, on: false, actor: null, code: null, limits: null },
  };
  const fields = methods[name]!.params;
  return encodeParams(name, Object.fromEntries(Object.keys(fields).map((field) => [field, fields[field] === "address" ? someone : values[field]])) as never);
}
