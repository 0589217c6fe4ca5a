import type { Address } from "../../filecoin/address.ts";
import { ethAddressOf } from "../../filecoin/eth-address.ts";
import type { Scope } from "../scope.ts";
import type { AddressForms } from "../values.ts";
import { isFinalId, whoIs } from "./certain-facts.ts";
import { idAddress } from "./named-addresses.ts";
import { type Known, readerOf } from "./known-facts.ts";

/**
 * An address with everything that is proven of it: its id, the key behind an id, code, whether it is an account of this vault. Where nothing could be proven only
 * the bytes speak: a node's word gives neither a label nor the mark of an own account.
 */
export function certainForms(scope: Scope, known: Known, address: Address): AddressForms {
  const { prefix } = scope.network;
  const text = (each: Address | null): string | null => each?.toString(prefix) ?? null;
  const own = scope.accounts.some((account) => account.equals(address));
  const base = { address: address.toString(prefix), label: scope.labelOf(address) };
  const robust = address.protocol === 0 ? null : address;
  if (known.certain === null)
    return {
      ...base,
      id: address.protocol === 0 ? base.address : null,
      robust: text(robust),
      delegated: null,
      eth: address.protocol === 4 ? ethAddressOf(address) : null,
      idFinal: address.protocol !== 0,
      type: "none",
      codeCid: null,
      own,
      balance: null,
    };
  const { certain } = known;
  const who = whoIs(certain, address, readerOf(scope));
  const fact = certain.actors.get(address.key);
  const delegated = fact?.actor.value?.delegated ?? null;
  const eth = delegated ?? (address.protocol === 4 ? address : who.type === "evm" && who.id !== null ? idAddress(who.id) : null);
  return {
    ...base,
    id: who.id === null ? null : text(idAddress(who.id)),
    robust: text(robust ?? fact?.key?.value ?? null),
    delegated: text(delegated),
    eth: eth === null ? null : ethAddressOf(eth),
    idFinal: isFinalId(certain, address),
    type: who.type,
    codeCid: who.code,
    own: who.own !== null,
    balance: fact?.actor.value?.balance.toString() ?? null,
  };
}
