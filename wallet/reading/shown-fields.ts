import type { DecodedField as CallField } from "../../filecoin/methods/decode.ts";
import type { ShownField, ShownValue } from "../../filecoin/methods/codec.ts";
import { toHex } from "../../filecoin/bytes.ts";
import type { NetworkPrefix } from "../../filecoin/address.ts";
import type { DecodedField } from "../approval-views.ts";

/** Decoded fields as flat rows for pages: a tuple's or list's items follow it one step deeper. */
export function rowsOf(fields: readonly (ShownField | CallField)[], prefix: NetworkPrefix, depth = 0): DecodedField[] {
  return fields.flatMap((field) => rows(field.label, field, prefix, depth));
}

function rows(label: string, field: ShownValue | CallField, prefix: NetworkPrefix, depth: number): DecodedField[] {
  const row = (kind: DecodedField["kind"], value: string): DecodedField => ({ label, kind, value, meaning: null, address: null, depth });
  switch (field.kind) {
    case "address":
      return [row("address", field.value.toString(prefix))];
    case "actor":
      return [row("address", `${prefix}0${field.value}`)];
    case "amount":
      return [row("amount", field.value.toString())];
    case "integer":
      return [row("number", field.value.toString())];
    case "epoch":
      return [row("epoch", field.value.toString())];
    case "bool":
      return [row("bool", String(field.value))];
    case "bytes":
      return [row("bytes", toHex(field.value))];
    case "text":
      return [row("text", field.value)];
    case "cid":
      return [row("cid", field.value.toString())];
    case "none":
      return [row("none", "")];
    case "list":
      return [row("list", String(field.value.length)), ...field.value.flatMap((item, i) => rows(String(i), item, prefix, depth + 1))];
    case "tuple":
      return [row("list", ""), ...field.value.flatMap((inner) => rows(inner.label, inner, prefix, depth + 1))];
    case "call":
      return [row("text", field.value.name), ...rowsOf(field.value.fields, prefix, depth + 1)];
  }
}
