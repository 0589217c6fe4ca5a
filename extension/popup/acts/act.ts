import type { ReviewCommand } from "../review.ts";

interface Asked {
  readonly name: string;
  readonly label: string;
  /** What stands in the field before anybody types. */
  readonly start?: string;
}

/** Something that a form asks for. What is read of it goes by its name into what was typed. */
export type ActField =
  /** An address, shown whole once it is one. */
  | (Asked & { readonly kind: "address" })
  /** attoFIL, typed as FIL. `note`: right of the label. `most`: said there too. `max`: text of a button that fills in so much. */
  | (Asked & {
      readonly kind: "amount";
      readonly note?: string;
      readonly most?: string;
      readonly max?: { readonly text: string; readonly atto: string };
      readonly large?: boolean;
    })
  /** A whole number from `least` to `most`; `refused` says so when it is none. */
  | (Asked & {
      readonly kind: "number";
      readonly aside?: string;
      readonly hint?: string;
      readonly least?: number;
      readonly most?: number;
      readonly refused?: string;
    })
  /** An epoch, read as a whole number; when it is stands below it. */
  | (Asked & { readonly kind: "epoch"; readonly aside?: string })
  /** The id of a position or a sector, as digits: u64. */
  | (Asked & { readonly kind: "id"; readonly refused: string })
  /** Per cent with two decimals at most, read as basis points up to `most`. */
  | (Asked & { readonly kind: "percent"; readonly hint?: string; readonly least?: number; readonly most: number; readonly refused: string })
  /** Words, or (`code`) what is compared letter by letter; `rows`: more than one line. `fits`: what it must be like. */
  | (Asked & {
      readonly kind: "text";
      readonly code?: boolean;
      readonly aside?: string;
      readonly hint?: string;
      readonly rows?: number;
      readonly maxLength?: number;
      readonly fits?: RegExp;
      readonly refused?: string;
    })
  /** One of a few; `look`: a list that opens, or a switch. */
  | (Asked & {
      readonly kind: "one";
      readonly look: "list" | "switch";
      readonly hint?: string;
      readonly options: readonly { readonly value: string; readonly text: string }[];
    })
  /** Some of a few, each with its amount. */
  | (Asked & { readonly kind: "some"; readonly options: readonly { readonly value: string; readonly text: string; readonly atto: string }[] })
  /** Yes or no. */
  | (Asked & { readonly kind: "flag" });

/** What the fields of a form hold, read; undefined where a field holds nothing that can be read. */
export type Read = string | bigint | number | boolean | readonly string[] | undefined;

/** What was typed, by the names of the fields. A field that is not asked, or holds nothing that can be read, is undefined, empty or false. */
export interface Typed {
  readonly text: (name: string) => string | undefined;
  readonly amount: (name: string) => bigint | undefined;
  readonly number: (name: string) => number | undefined;
  readonly list: (name: string) => readonly string[];
  readonly flag: (name: string) => boolean;
}

export function typedOf(values: Readonly<Record<string, Read>>): Typed {
  return {
    text: (name) => (typeof values[name] === "string" ? values[name] : undefined),
    amount: (name) => (typeof values[name] === "bigint" ? values[name] : undefined),
    number: (name) => (typeof values[name] === "number" ? values[name] : undefined),
    list: (name) => {
      const value = values[name];
      return typeof value === "object" ? value : [];
    },
    flag: (name) => values[name] === true,
  };
}

/** Addresses typed one a line, or with commas. */
export const linesOf = (text: string | undefined): string[] => (text ?? "").split(/[\s,]+/).filter((part) => part !== "");

/** What a person can do in a form or a dialog: what it asks, what must hold, and the command that leads to its review. */
export interface Act {
  readonly title: string;
  readonly about: string;
  /** What is asked, given what was typed so far. */
  readonly fields: (typed: Typed) => readonly ActField[];
  /** Why it cannot be sent as typed, by the field that the reason stands at. */
  readonly refused?: (typed: Typed) => { readonly field: string; readonly text: string } | undefined;
  /** Undefined while something is missing. */
  readonly command: (typed: Typed) => ReviewCommand | undefined;
}

/** The catalogue, for what an act says. */
export type Words = (key: string, named?: Record<string, unknown>) => string;
