import type { Address } from "../../filecoin/address.ts";
import { bytesEqual } from "../../filecoin/bytes.ts";
import type { Cid } from "../../filecoin/cid.ts";
import type { Transaction } from "../../filecoin/state/multisig.ts";
import type { ActorId } from "../../filecoin/units.ts";
import type { Message } from "../../filecoin/message.ts";
import { encodeStruct } from "../../actor/abi/codec.ts";
import type { Proposal } from "../../actor/abi/methods.generated.ts";
import { releaseOf } from "../../actor/abi/releases.ts";
import { say } from "../phrase.ts";
import type { Certain, Proven, Told } from "../fact.ts";
import { signed } from "../fact.ts";
import { type ProvenActor, proveActor, proveBuiltin, proveKey } from "../proof/actor.ts";
import { proveMinerInfo } from "../proof/miner.ts";
import { proveTransaction } from "../proof/multisig.ts";
import { proveOwnerProposal } from "../proof/owner.ts";
import type { ProofScope } from "../proof/proof-scope.ts";
import { actorTypeOf } from "../told/actor-type.ts";
import type { Facts, KnownCode, MinerFacts, ProposalFacts, Who } from "./facts.ts";
import { addressesIn, idAddress, minersIn } from "./named-addresses.ts";
import { calledActor, callOf, meaningOf } from "./reading.ts";
import { transactionIn } from "./multisig-reading.ts";
import { ownersOf, provenRequests, type ProvenRequests } from "./paid-requests.ts";
import type { Call, Presenter, Reading } from "./reading-parts.ts";
import { decodeAs, singletonAt } from "./second-reading.ts";

/**
 * What the reading of a message may rest on: facts from the signed bytes and facts proven at one tipset. A told or predicted one does not fit in here;
 * this is the only way from proven facts to a reading.
 */

/** Whose wallet reads: its accounts on the network, and the owner actor's code that ships with it. */
export interface Reader {
  readonly accounts: readonly Address[];
  readonly build: { readonly codeCid: string; readonly version: string };
}

export interface CertainFacts {
  /** a singleton's address says for ever what stands there */
  readonly receiver: Certain<{ readonly builtin: string }> | Proven<ProvenActor | null>;
  /** what stands at each address that the message names, by the address's key */
  readonly actors: ReadonlyMap<string, ActorFact>;
  /** by the key of the id's address */
  readonly miners: ReadonlyMap<string, Proven<Readonly<ProvenMinerInfo> | null>>;
  /** of the code that a message creates an actor of */
  readonly code: Proven<string | null> | null;
  /** the proposal that the message names by its number, now and in a final tipset */
  readonly proposal: { readonly now: Proven<Proposal | null>; readonly final: Proven<Proposal | null> } | null;
  /** those that the message pays, by their numbers */
  readonly requests: ProvenRequests;
  /** the multisig's transaction that the message names by its number */
  readonly transaction: Proven<Transaction | null> | null;
  /** what stands in a final tipset at each id that the params name as an address, by the address's key */
  readonly finals: ReadonlyMap<string, ActorFact>;
}

/** An actor; an account's key where it is named by its id. */
interface ActorFact {
  readonly actor: Proven<ProvenActor | null>;
  readonly key: Proven<Address | null> | null;
}

type ProvenMinerInfo = NonNullable<Awaited<ReturnType<typeof proveMinerInfo>>["value"]>;

/** Methods of the owner actor that name a proposal by its number alone. */
const BY_NUMBER: ReadonlySet<string> = new Set(["Vote", "Execute", "CancelProposal"]);

/** What else proofs are asked for: who reads, a tipset that no reorganisation undoes, and addresses that stand beside the message. */
interface Asked {
  readonly reader: Reader;
  finalScope(): Promise<ProofScope>;
  readonly also: readonly Address[];
}

/**
 * Proves everything that a message's meaning rests on, at the scope's tipset. The final tipset is asked only for what must not change its meaning by a
 * reorganisation. Throws ProofFailure, RpcCancelled.
 */
export async function proveFacts(scope: ProofScope, message: Message, { reader, finalScope, also }: Asked): Promise<CertainFacts> {
  const singleton = singletonAt(message.to);
  const [receiver, code] = await Promise.all([
    singleton === null ? proveActor(scope, message.to) : signed({ builtin: singleton }),
    codeCreated(message) === null ? null : proveBuiltin(scope, codeCreated(message) as Cid),
  ]);
  const type = typeOf(receiver.value, reader);
  const call = callOf(message, calledActor(type), (cid) => knownCode(cid, code?.value ?? null, reader));
  const fields = call?.fields ?? [];
  const named = [message.to, message.from, ...addressesIn(fields)];
  const [miners, proposal, requests, transaction] = await Promise.all([
    provenMiners(scope, type.builtin === "storageminer" ? [message.to] : type.type === "owner" ? minersIn(fields) : []),
    type.type === "owner" && call !== null && BY_NUMBER.has(call.name) ? provenProposal(scope, receiver as Proven<ProvenActor | null>, call, finalScope) : null,
    type.type === "owner" && call !== null && receiver.value !== null && "id" in receiver.value
      ? provenRequests(scope, receiver.value.id, call)
      : new Map<bigint, never>(),
    type.builtin === "multisig" && call !== null && receiver.value !== null && "id" in receiver.value
      ? provenTransaction(scope, receiver.value.id, call)
      : null,
  ]);
  const paid = transaction?.value?.to;
  const parties = [
    ...ownersOf(requests),
    ...(paid === undefined ? [] : [paid]),
    ...[...miners.values()].flatMap(({ value }) => (value === null ? [] : partiesOf(value))),
  ];
  const givenIds = [...(message.method === 0 ? [message.to] : []), ...addressesIn(fields)].filter(isGivenOut);
  const [actors, finals] = await Promise.all([
    provenActors(scope, [...named, ...parties, ...also]),
    givenIds.length === 0 ? new Map<string, ActorFact>() : finalScope().then((past) => provenActors(past, givenIds)),
  ]);
  return { receiver, actors, miners, code, proposal, requests, transaction, finals };
}

/** Ids below 100 are those of the network's own actors, the same for ever. */
const isGivenOut = (address: Address): boolean => address.protocol === 0 && address.id >= 100n;

/** The code that an Exec names. */
function codeCreated(message: Message): Cid | null {
  if (singletonAt(message.to) !== "init") return null;
  const field = decodeAs("init", message)?.fields.find(({ label }) => label === "code");
  return field?.kind === "cid" ? field.value : null;
}

async function provenActors(scope: ProofScope, addresses: readonly Address[]): Promise<ReadonlyMap<string, ActorFact>> {
  const each = new Map(addresses.map((address) => [address.key, address]));
  const found = await Promise.all(
    [...each].map(async ([key, address]) => {
      const actor = await proveActor(scope, address);
      const isAccount = address.protocol === 0 && actor.value?.builtin === "account";
      return [key, { actor, key: isAccount ? await proveKey(scope, address.id) : null }] as const;
    }),
  );
  return new Map(found);
}

async function provenMiners(scope: ProofScope, addresses: readonly Address[]): Promise<CertainFacts["miners"]> {
  const found = await Promise.all(
    addresses.map(async (address) => {
      const { value: actor } = await proveActor(scope, address);
      return actor === null ? [] : [[idAddress(actor.id).key, await proveMinerInfo(scope, actor.id)] as const];
    }),
  );
  return new Map(found.flat());
}

function partiesOf({ owner, pendingOwner, worker, pendingWorker, beneficiary, pendingBeneficiary }: Readonly<ProvenMinerInfo>): Address[] {
  const ids = [owner, pendingOwner, worker, pendingWorker?.newWorker ?? null, beneficiary, pendingBeneficiary?.newBeneficiary ?? null];
  return ids.flatMap((id) => (id === null ? [] : [idAddress(id)]));
}

async function provenProposal(
  scope: ProofScope,
  receiver: Proven<ProvenActor | null>,
  call: Call,
  finalScope: () => Promise<ProofScope>,
): Promise<CertainFacts["proposal"]> {
  const number = call.fields.find(({ label }) => label === "proposal");
  if (receiver.value === null || number?.kind !== "integer") return null;
  const { id } = receiver.value;
  const [now, final] = await Promise.all([
    proveOwnerProposal(scope, id, number.value),
    finalScope().then((past) => proveOwnerProposal(past, id, number.value)),
  ]);
  return { now, final };
}

async function provenTransaction(scope: ProofScope, multisig: ActorId, call: Call): Promise<CertainFacts["transaction"]> {
  const number = transactionIn(call);
  return number === null ? null : proveTransaction(scope, multisig, number);
}

function knownCode(code: Cid, builtin: string | null, { build }: Reader): KnownCode | null {
  const text = code.toString();
  const release = releaseOf(text) ?? (text === build.codeCid ? build.version : null);
  if (release !== null) return { kind: "owner", release };
  return builtin === null ? null : { kind: "builtin", name: builtin };
}

function typeOf(actor: CertainFacts["receiver"]["value"], reader: Reader): Facts["receiver"] & { release: string | null } {
  if (actor === null) return { type: "none", builtin: null, release: null };
  const { builtin } = actor;
  if (builtin !== null) return { type: actorTypeOf(builtin), builtin, release: null };
  const known = "code" in actor ? knownCode(actor.code, null, reader) : null;
  return known?.kind === "owner" ? { type: "owner", builtin, release: known.release } : { type: "unknown", builtin, release: null };
}

/** What is proven of an address; of one that nothing was proven about, its bytes alone tell whether it is an account of this vault. */
export function whoIs(certain: CertainFacts, address: Address, reader: Reader): Who {
  const fact = certain.actors.get(address.key);
  const actor = fact?.actor.value ?? null;
  const key = fact?.key?.value ?? null;
  const own = reader.accounts.find((account) => account.equals(address) || (key !== null && account.equals(key))) ?? null;
  return { id: actor?.id ?? null, ...typeOf(actor, reader), code: actor?.code.toString() ?? null, own };
}

/** Facts without their sources. `now`: the newest epoch that any source names. */
function plain(certain: CertainFacts, reader: Reader, now: number): Facts {
  const { receiver, miners, code, proposal, requests, transaction } = certain;
  const who = (address: Address): Who => whoIs(certain, address, reader);
  return {
    receiver: typeOf(receiver.value, reader),
    who,
    isFinal: (address) => isFinalId(certain, address),
    minerAt: (address) => {
      const id = who(address).id;
      const info = id === null ? null : (miners.get(idAddress(id).key)?.value ?? null);
      return info === null ? null : { ...info, balance: certain.actors.get(address.key)?.actor.value?.balance ?? 0n };
    },
    codeOf: (cid) => knownCode(cid, code?.value ?? null, reader),
    proposal: proposal === null ? null : proposalOf(proposal),
    payees: ownersOf(requests),
    transaction: transaction?.value ?? null,
    now,
  };
}

/** One and the same: an id that is taken in a final tipset is taken for good. */
function sameActor(now: ActorFact | undefined, final: ActorFact | undefined): boolean {
  const [a, b] = [now?.actor.value ?? null, final?.actor.value ?? null];
  if (a === null || b === null || a.builtin !== b.builtin) return false;
  const [key, finalKey] = [now?.key?.value ?? null, final?.key?.value ?? null];
  return key === null || finalKey === null ? key === finalKey : key.equals(finalKey);
}

/** The proposal, and whether the final tipset has the same one under its number. What votes change in it is left out. */
function proposalOf({ now, final }: NonNullable<CertainFacts["proposal"]>): ProposalFacts | null {
  if (now.value === null) return null;
  const same = final.value !== null && bytesEqual(contentOf(now.value), contentOf(final.value)) && final.value.epoch === now.value.epoch;
  return { action: now.value.action, final: same };
}

const contentOf = ({ action, proposer, token }: Proposal): Uint8Array =>
  Uint8Array.from([...encodeStruct("Action", action), ...new TextEncoder().encode(` ${proposer} ${token}`)]);

/** Reads a message from facts that are signed or proven. Nothing can be called that does not stand there at the tipset of the proofs. */
export function readMessage(message: Message, certain: CertainFacts, reader: Reader, now: number, show: Presenter): Reading {
  const reading = meaningOf(message, plain(certain, reader, now), show);
  const isAbsent = certain.receiver.value === null && message.method !== 0;
  return isAbsent ? { ...reading, blocked: say("blocked.notThere", { address: show.address(message.to) }) } : reading;
}

/** False for an id in the params that a reorganisation can still give to another actor. Ids that the chain's own state names are those it had when it wrote them. */
export const isFinalId = ({ actors, finals }: CertainFacts, address: Address): boolean =>
  !finals.has(address.key) || sameActor(actors.get(address.key), finals.get(address.key));

/** Would the same message mean something else with the miner as a node tells it at its head? Then it waits until that is proven too. */
export function meansOtherwise(message: Message, certain: CertainFacts, reader: Reader, now: number, atHead: Told<MinerFacts>): boolean {
  const show: Presenter = { address: (address) => ({ kind: "text", text: address.toString() }), epoch: (epoch) => ({ kind: "text", text: String(epoch) }) };
  const facts = plain(certain, reader, now);
  const words = ({ kind, sentence, alarm, blocked, roles, reasons }: Reading): string =>
    JSON.stringify([kind, sentence, alarm, blocked, reasons, roles.map(({ role, address }) => [role, address.toString()])]);
  return words(meaningOf(message, facts, show)) !== words(meaningOf(message, { ...facts, minerAt: () => atHead.value }, show));
}
