import type { Address } from "../../filecoin/address.ts";
import type { Message } from "../../filecoin/message.ts";
import type { OwnerMethodName } from "../../actor/abi/methods.generated.ts";
import type { wire } from "../../actor/abi/wire.generated.ts";
import { amountOf, numberOf, say, textOf } from "../phrase.ts";
import type { Phrase, PhraseValue } from "../values.ts";
import type { Facts } from "./facts.ts";
import { addressField, fieldOf, listField, type Call, type Presenter, type Reading } from "./reading-parts.ts";

/** How the readings of the owner actor's methods are written: a call whose fields are said, and what one method's part is made of. */

type Methods = typeof wire.methods;
/** Methods that change something; the others only read. */
export type ChangingMethod = { [M in OwnerMethodName]: Methods[M] extends { view: true } ? never : M }[OwnerMethodName];

/** What some of the methods mean. */
export type Meanings<M extends ChangingMethod> = { readonly [K in M]: (said: Said) => Meaning };

/** A call and how its fields are said. */
export interface Said {
  readonly call: Call;
  readonly message: Message;
  readonly facts: Facts;
  readonly show: Presenter;
  /** the value sent */
  readonly value: PhraseValue;
  address(label: string): Address;
  shown(label: string): PhraseValue;
  amount(label: string): PhraseValue;
  number(label: string): PhraseValue;
  tokens(): PhraseValue;
  role(role: Reading["roles"][number]["role"], label: string): Reading["roles"][number];
}

/** One method's part. `after`: what undoes it once it is signed; left out where nothing is given away. */
export interface Meaning {
  tier: 1 | 2 | 3;
  verb: string;
  /** what goes into the sentence besides the actor */
  words?: Record<string, PhraseValue>;
  roles?: Reading["roles"];
  now?: Phrase;
  after?: Phrase;
  reasons?: Phrase[];
  kind?: Reading["kind"];
  /** in place of the method's own */
  sentence?: Phrase;
  alarm?: Phrase | null;
  about?: Phrase | null;
  blocked?: Phrase | null;
}

export const none = (): Phrase => say("wayBack.none");
export const controls = (call: Call): Reading["roles"] => listField(call, "controls").map((address) => ({ role: "control" as const, address }));

/** Ids that a sentence names before it leaves off; the params show them all. */
const MOST_NAMED = 8;

function namedIds(ids: readonly bigint[]): PhraseValue {
  if (ids.length === 0) return textOf("–");
  return textOf(ids.slice(0, MOST_NAMED).join(", ") + (ids.length > MOST_NAMED ? ", …" : ""));
}

export function sayingOf(message: Message, call: Call, facts: Facts, show: Presenter): Said {
  const address = (label: string): Address => addressField(call, label);
  return {
    call,
    message,
    facts,
    show,
    value: amountOf(message.value),
    address,
    shown: (label) => show.address(address(label)),
    amount: (label) => amountOf(fieldOf<bigint>(call, label)),
    number: (label) => numberOf(fieldOf<bigint>(call, label)),
    tokens: () => namedIds(fieldOf<{ value: bigint }[]>(call, "tokens").map((item) => item.value)),
    role: (role, label) => ({ role, address: address(label) }),
  };
}
