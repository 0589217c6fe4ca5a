/** Decoded parameters and returns in the shape of Go's structs, for the methods a wallet meets; others stay base64. */
import { toBase64 } from "../../filecoin/bytes.ts";
import { DecodeCallError, decodeCall, decodeCallReturn } from "../../filecoin/methods/decode.ts";
import type { ShownField, ShownValue } from "../../filecoin/methods/codec.ts";
import type { BuiltinName } from "../../filecoin/methods/actor-type.ts";
import { addressJson, cidJson } from "./lotus-shapes.ts";
import { Address } from "../../filecoin/address.ts";

/** The return of a successful call: as Lotus decodes it where the method is known, else base64. */
export function returnJson(type: BuiltinName | undefined, method: number, ret: Uint8Array): unknown {
  if (type === undefined) return toBase64(ret);
  try {
    return fieldsJson(decodeCallReturn(type, method, ret));
  } catch (error) {
    if (error instanceof DecodeCallError) return toBase64(ret);
    throw error;
  }
}

/** Parameters by field name; undefined for a method that is not known. */
export function paramsJson(type: BuiltinName, method: number, params: Uint8Array): unknown {
  try {
    const { fields } = decodeCall(type, method, params);
    return fieldsJson(fields as ShownField[]);
  } catch (error) {
    if (error instanceof DecodeCallError) return undefined;
    throw error;
  }
}

/** A lone field is the value itself, as with Go's transparent parameters. */
function fieldsJson(fields: readonly ShownField[]): unknown {
  const [only, ...more] = fields;
  if (only !== undefined && more.length === 0) return valueJson(only);
  return Object.fromEntries(fields.map((field) => [goName(field.label), valueJson(field)]));
}

/** "robust address" → "RobustAddress" */
function goName(label: string): string {
  return label.replace(/(?:^|[\s_-]+)(\w)/g, (_all, letter: string) => letter.toUpperCase()).replace(/^Id(?=[A-Z]|$)/, "ID");
}

function valueJson(shown: ShownValue): unknown {
  switch (shown.kind) {
    case "address":
      return addressJson(shown.value);
    case "actor":
      return addressJson(Address.id(shown.value));
    case "amount":
      return shown.value.toString();
    case "integer":
      return shown.value <= BigInt(Number.MAX_SAFE_INTEGER) && shown.value >= BigInt(Number.MIN_SAFE_INTEGER) ? Number(shown.value) : shown.value.toString();
    case "bytes":
      return toBase64(shown.value);
    case "cid":
      return cidJson(shown.value);
    case "list":
      return shown.value.map(valueJson);
    case "tuple":
      return fieldsJson(shown.value);
    default:
      return shown.value;
  }
}
