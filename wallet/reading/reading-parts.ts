import { Address } from "../../filecoin/address.ts";
import type { ShownField } from "../../filecoin/methods/codec.ts";
import type { DecodedField } from "../../filecoin/methods/decode.ts";
import type { ApprovalView } from "../approval-views.ts";
import type { Phrase, PhraseValue } from "../values.ts";

/** What a reading is made of, and how fields of a decoded call are taken out. */

export type Role = ApprovalView["parties"][number]["role"];

export interface Reading {
  kind: ApprovalView["kind"];
  name: string | null;
  actor: string;
  otherFits: string[];
  fields: (ShownField | DecodedField)[];
  decodable: boolean;
  sentence: Phrase;
  verb: string;
  roles: { role: Role; address: Address }[];
  wayBack: { now: Phrase; after: Phrase } | null;
  alarm: Phrase | null;
  /** the least care: 1 button, 2 hold or word, 3 password too */
  tier: 1 | 2 | 3;
  reasons: Phrase[];
  /** what is done by a number alone, in words: the action of the proposal that is voted on */
  about: Phrase | null;
  /** why it may not be signed: it would do nothing, or something else than it says */
  blocked: Phrase | null;
}

export interface Call {
  name: string;
  fields: (ShownField | DecodedField)[];
}

export type Part = Partial<Reading> & Pick<Reading, "kind" | "sentence" | "verb">;

/** How addresses and epochs are shown. Labels belong to the bytes of an address, never to what a lookup made of it. */
export interface Presenter {
  address(address: Address): PhraseValue;
  epoch(epoch: number | bigint): PhraseValue;
}

export function fieldOf<T>(call: Call, label: string): T {
  const field = call.fields.find((f) => f.label === label);
  if (field === undefined) throw new Error(`${call.name} has no field ${label}`);
  return field.value as T;
}
export const addressField = (call: Call, label: string): Address => {
  const field = call.fields.find((f) => f.label === label);
  return field?.kind === "actor" ? Address.id(field.value) : fieldOf<Address>(call, label);
};
export const listField = (call: Call, label: string): Address[] => fieldOf<{ kind: string; value: Address }[]>(call, label).map((item) => item.value);
