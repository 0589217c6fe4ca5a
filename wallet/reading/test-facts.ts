import { Address } from "../../filecoin/address.ts";
import type { Message } from "../../filecoin/message.ts";
import { encodeParams, numberOf, type Method } from "../../filecoin/methods/method.ts";
import { actorId, attoFil } from "../../filecoin/units.ts";
import { releaseOf } from "../../actor/abi/releases.ts";
import { addressOf, epochOf } from "../phrase.ts";
import type { Facts, KnownCode, MinerFacts, Who } from "./facts.ts";
import { meaningOf } from "./reading.ts";
import type { Presenter, Reading } from "./reading-parts.ts";

/** For tests of readings: a chain of a few actors, without a chain. */

export const [ANNA, BEN, STRANGER, WORKER, CONTROL, MINER, ACTOR] = [100n, 101n, 200n, 300n, 301n, 1_000n, 1_010n].map((id) => Address.id(id)) as [
  Address,
  Address,
  Address,
  Address,
  Address,
  Address,
  Address,
];
export const [INIT, POWER, EAM] = [1n, 4n, 10n].map((id) => Address.id(id)) as [Address, Address, Address];
export const NOW = 10_000;
const OWN = [ANNA, BEN];

export const who = (address: Address, more: Partial<Who> = {}): Who => ({
  id: address.protocol === 0 ? address.id : null,
  type: "account",
  builtin: "account",
  code: null,
  release: null,
  own: OWN.find((own) => own.equals(address)) ?? null,
  ...more,
});

/** Anna owns it and nothing is proposed. */
export const miner = (more: Partial<MinerFacts> = {}): MinerFacts => ({
  owner: actorId(100),
  pendingOwner: null,
  worker: actorId(300),
  pendingWorker: null,
  control: [actorId(301)],
  beneficiary: actorId(100),
  beneficiaryTerm: { quota: 0n, usedQuota: 0n, expiration: 0n },
  pendingBeneficiary: null,
  balance: 1_000n,
  ...more,
});

export const facts = (receiver: Facts["receiver"], more: Partial<Facts> = {}): Facts => ({
  receiver,
  who: (address) => who(address),
  isFinal: () => true,
  minerAt: (address) => (address.equals(MINER) ? miner() : null),
  codeOf: (code): KnownCode | null => {
    const release = releaseOf(code.toString());
    return release === null ? null : { kind: "owner", release };
  },
  proposal: null,
  payees: [],
  transaction: null,
  now: NOW,
  ...more,
});

export const show: Presenter = { address: (address) => addressOf(address.toString("t")), epoch: (epoch) => epochOf(Number(epoch)) };

export const messageTo = (to: Address, method: number, params: Uint8Array, { from = ANNA, value = 0n }: { from?: Address; value?: bigint } = {}): Message => ({
  version: 0,
  to,
  from,
  nonce: 0,
  value: attoFil(value),
  gasLimit: 1,
  gasFeeCap: attoFil(1n),
  gasPremium: attoFil(1n),
  method,
  params,
});

/** A call of a built-in actor, read. */
export function readBuiltin<P>(
  type: string,
  to: Address,
  method: Method<P, never> | Method<P, unknown> | Method<P, void>,
  params: P,
  given: { from?: Address; value?: bigint; facts?: Partial<Facts> } = {},
): Reading {
  const singleton = type !== "storageminer" && type !== "multisig";
  const message = messageTo(to, numberOf(method as never), encodeParams(method as Method<P, unknown>, params), given);
  return meaningOf(message, facts({ type: singleton ? "system" : (type as never), builtin: type }, given.facts), show);
}
