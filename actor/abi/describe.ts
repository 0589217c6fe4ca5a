/** Calls to an owner actor, read for people: what the wallet shows before it signs. */
import { CborError } from "../../filecoin/cbor.ts";
import type { ShownField } from "../../filecoin/methods/codec.ts";
import { CLAIM } from "./attestation.ts";
import { methodByNumber, methodSchema, showParams, showStruct } from "./codec.ts";
import type { OwnerMethodName } from "./methods.generated.ts";
import { ACTION } from "./policy.ts";

/** A call that is understood in full. */
export interface OwnerCall {
  name: OwnerMethodName;
  /** Labelled params in wire order. */
  fields: ShownField[];
  /** Accepts value; value sent to any other method makes the call fail with 26. */
  payable: boolean;
  /** Changes nothing. */
  view: boolean;
}

/** A call that must not be shown as understood. */
export class OwnerCallError extends Error {
  override readonly name = "OwnerCallError";
  readonly code: "unknown-method" | "bad-params";
  constructor(code: "unknown-method" | "bad-params", message: string) {
    super(message);
    this.code = code;
  }
}

/** Reads a call by method number and params. Throws OwnerCallError: the actor would refuse such a call too (22, 21). */
export function decodeOwnerCall(method: number, params: Uint8Array): OwnerCall {
  const name = methodByNumber(method);
  if (name === undefined) throw new OwnerCallError("unknown-method", `the owner actor has no method ${method}`);
  const { payable, view } = methodSchema(name);
  return { name, fields: readFields(name, params), payable: payable === true, view: view === true };
}

/** The actions that votes decide, by name. */
const ACTIONS = {
  SetSealing: ACTION.SET_SEALING,
  SetLimits: ACTION.SET_LIMITS,
  RefuseOperator: ACTION.REFUSE_OPERATOR,
  ReplaceOperator: ACTION.REPLACE_OPERATOR,
  AllowCode: ACTION.ALLOW_CODE,
  Migrate: ACTION.MIGRATE,
  SetIssuer: ACTION.SET_ISSUER,
  ClearFlag: ACTION.CLEAR_FLAG,
} as const;
type ActionName = keyof typeof ACTIONS;

/** Number of an action. */
export const actionNumber = (name: ActionName): number => ACTIONS[name];

const nameOf = (kind: number): ActionName | undefined => (Object.keys(ACTIONS) as ActionName[]).find((name) => ACTIONS[name] === kind);

/** What each action takes, and the word for it. */
const TAKES: Readonly<Record<ActionName, readonly [field: string, word: string]>> = {
  SetSealing: ["on", "on"],
  SetLimits: ["limits", "limits"],
  RefuseOperator: ["actor", "operator"],
  ReplaceOperator: ["actor", "operator"],
  AllowCode: ["code", "code"],
  Migrate: ["actor", "heir"],
  SetIssuer: ["actor", "issuer"],
  ClearFlag: ["actor", "miner"],
};

/** Name of an action; numbers that no action has are shown as they are. */
export function actionName(kind: number): string {
  return nameOf(kind) ?? `action ${kind}`;
}

/** An action as its name and the one thing it takes; all its fields if they are not those of its kind, which the actor refuses (16). */
function showAction(action: ShownField): ShownField[] {
  if (action.kind !== "tuple") return [action];
  const given = new Map(action.value.map((field) => [field.label, field]));
  const kind = given.get("kind");
  const name = kind?.kind === "integer" ? nameOf(Number(kind.value)) : undefined;
  if (name === undefined) return [action];
  const [takes, word] = TAKES[name];
  const rest = action.value.filter(({ label }) => label !== "kind" && label !== takes);
  const known = given.get(takes);
  const strange = rest.some((field) => field.kind !== "none" && !(field.kind === "bool" && !field.value));
  if (known === undefined || strange || (known.kind === "none" && name !== "SetIssuer")) return [action];
  return [
    { label: "action", kind: "text", value: name },
    { ...known, label: word },
  ];
}

/** What was signed, with the call in it read as such; as it stands if that call cannot be read, which the actor refuses. */
function showRelayed(authorization: ShownField): ShownField[] {
  if (authorization.kind !== "tuple") return [authorization];
  const method = authorization.value.find(({ label }) => label === "method");
  const params = authorization.value.find(({ label }) => label === "params");
  if (method?.kind !== "integer" || params?.kind !== "bytes") return [authorization];
  const name = methodByNumber(Number(method.value));
  if (name === undefined || name === "ExecuteWithAuth") return [authorization];
  const others = authorization.value.filter((field) => field !== method && field !== params);
  return [
    { label: "method", kind: "text", value: name },
    ...readFields(name, params.value).map((field) => ({ ...field, label: `${name}.${field.label}` })),
    ...others,
  ];
}

/** An attestation with its method by name and its claim in figures; what the actor would refuse stays as it is. */
function showAttestation(signed: ShownField): ShownField[] {
  const [attestation, ...rest] = signed.kind === "tuple" ? signed.value : [];
  if (signed.kind !== "tuple" || attestation?.kind !== "tuple") return [signed];
  const given = new Map(attestation.value.map((field) => [field.label, field]));
  const [method, schema] = [given.get("method"), given.get("schema")].map((field) => (field?.kind === "integer" ? Number(field.value) : NaN));
  const shown = attestation.value.map((field): ShownField => {
    const known = field.label === "method" ? methodByNumber(method!) : undefined;
    if (known !== undefined) return { label: field.label, kind: "text", value: known };
    const figures = field.label === "claim" && field.kind === "bytes" && schema === CLAIM.figures ? figuresOf(field.value) : null;
    return figures === null ? field : { label: field.label, kind: "tuple", value: figures };
  });
  return [{ ...signed, value: [{ ...attestation, value: shown }, ...rest] }];
}

function figuresOf(claim: Uint8Array): ShownField[] | null {
  try {
    return showStruct("MinerFigures", claim);
  } catch (error) {
    if (error instanceof CborError) return null;
    throw error;
  }
}

function readFields(name: OwnerMethodName, params: Uint8Array): ShownField[] {
  try {
    const fields = showParams(name, params);
    return fields.flatMap((field) => {
      if (name === "Propose" && field.label === "action") return showAction(field);
      if (name === "Forward" && field.label === "attestation") return showAttestation(field);
      return name === "ExecuteWithAuth" && field.label === "authorization" ? showRelayed(field) : [field];
    });
  } catch (error) {
    if (error instanceof CborError) throw new OwnerCallError("bad-params", `${name}: ${error.message}`);
    throw error;
  }
}
