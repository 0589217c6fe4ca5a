import { Address, AddressError } from "../../../filecoin/address.ts";
import { CannotShow } from "./cannot-show.ts";

/** How addresses are written: tinted prefix, short form for naming, sixes for deciding. */

export interface AddressParts {
  /** "f1", "t410", "0x"; "" when the text is no address. */
  readonly prefix: string;
  readonly rest: string;
}

/** Splits the protocol prefix from the payload of an address text. */
export function addressParts(text: string): AddressParts {
  const match = /^(0x|[ft][0-4])(.*)$/.exec(text);
  return match === null ? { prefix: "", rest: text } : { prefix: match[1] ?? "", rest: match[2] ?? "" };
}

/** The short form, first six and last six characters. It names; it never decides. Texts of at most 14 stay whole. */
export function shortAddress(text: string): string {
  return text.length <= 14 ? text : `${text.slice(0, 6)}…${text.slice(-6)}`;
}

/** Throws CannotShow when a text that stands where an address belongs is none. */
export function mustBeAddress(text: string): void {
  try {
    Address.parse(text);
  } catch (error) {
    if (!(error instanceof AddressError)) throw error;
    throw new CannotShow("an address", text);
  }
}

/** The whole text in groups of six, for reading aloud and comparing. */
export function inSixes(text: string): string[] {
  return text.match(/.{1,6}/g) ?? [];
}

/** Shortens a CID or a hash in the middle: "bafy2bza…xwcwie". */
export function shortCid(text: string): string {
  return text.length <= 18 ? text : `${text.slice(0, 8)}…${text.slice(-6)}`;
}

/** Two addresses that look alike in their short forms but are not the same. */
export function looksAlike(a: string, b: string): boolean {
  return a !== b && a.length > 14 && shortAddress(a) === shortAddress(b);
}

export interface DifferenceRun {
  readonly text: string;
  readonly differs: boolean;
}

/** The runs of `text` that differ from `other`, place by place: what a reader must see when two addresses look alike. */
export function differences(text: string, other: string): DifferenceRun[] {
  const runs: { text: string; differs: boolean }[] = [];
  for (let i = 0; i < text.length; i++) {
    const differs = text[i] !== other[i];
    const last = runs[runs.length - 1];
    if (last !== undefined && last.differs === differs) last.text += text[i];
    else runs.push({ text: text[i] ?? "", differs });
  }
  return runs;
}
