import type { Address } from "../../filecoin/address.ts";
import { bytesEqual } from "../../filecoin/bytes.ts";
import { multisigProposalHash } from "../../filecoin/methods/multisig.ts";
import type { Message } from "../../filecoin/message.ts";
import { attoFil } from "../../filecoin/units.ts";
import { amountOf, numberOf, say } from "../phrase.ts";
import type { Phrase } from "../values.ts";
import type { Facts } from "./facts.ts";
import { idAddress } from "./named-addresses.ts";
import { addressField, fieldOf, type Call, type Part, type Presenter } from "./reading-parts.ts";

/** What the signers of a built-in multisig agree on: whom its transactions pay, and how much. */

/** The multisig's waiting transaction that a call names by its number; null for calls that name none. */
export const transactionIn = ({ name, fields }: Call): bigint | null => {
  const number = name === "Approve" || name === "Cancel" ? fields.find(({ label }) => label === "id") : undefined;
  return number?.kind === "integer" ? number.value : null;
};

/** Null for methods without words of their own. Not less care than for any other rare call: what is called with it is not read. */
export function multisigPart({ to: multisig }: Message, call: Call, facts: Facts, show: Presenter): Part | null {
  const whole = (code: string, paid: Paid, more: Partial<Part>): Part => ({
    kind: "raw",
    verb: "signAnyway",
    tier: 3,
    sentence: say(code, { multisig: show.address(multisig), to: show.address(paid.to), amount: amountOf(paid.value), method: numberOf(paid.method) }),
    roles: [{ role: "payee", address: paid.to }],
    reasons: [say("reason.multisigCall")],
    alarm: paid.method === 0n ? null : say("alarm.multisigCalls", { to: show.address(paid.to), method: numberOf(paid.method) }),
    ...more,
  });
  if (call.name === "Propose") {
    const paid = { to: addressField(call, "to"), value: fieldOf<bigint>(call, "value"), method: fieldOf<bigint>(call, "method") };
    return whole("sentence.multisigPropose", paid, {});
  }
  const number = transactionIn(call);
  const { transaction } = facts;
  // The part of any rare call says what is called; without a transaction there is nothing to say of money.
  if (number === null || transaction === null) return null;
  return whole(`sentence.multisig${call.name}`, transaction, { blocked: notBound(call, transaction, number) });
}

/** Why a call that names a transaction by its number may not be signed where none is proven to wait. */
export function noTransaction(call: Call, { transaction }: Facts): Phrase | null {
  const number = transactionIn(call);
  return number === null || transaction !== null ? null : say("blocked.noTransaction", { transaction: numberOf(number) });
}

interface Paid {
  readonly to: Address;
  readonly value: bigint;
  readonly method: bigint;
}

/** The hash binds the call to what stands under the number: without it, or with another one, a reorganisation could put another transaction there. */
function notBound(call: Call, { to, value, method, params, approved }: NonNullable<Facts["transaction"]>, number: bigint): Phrase | null {
  const [proposer] = approved;
  const hash = fieldOf<Uint8Array>(call, "proposalHash");
  const bound =
    proposer !== undefined &&
    method <= BigInt(Number.MAX_SAFE_INTEGER) &&
    bytesEqual(hash, multisigProposalHash({ requester: idAddress(proposer), to, value: attoFil(value), method: Number(method), params }));
  return bound ? null : say("blocked.otherTransaction", { transaction: numberOf(number) });
}
