/** What comes with a Forward in a history: the issuer's statement, none, or one that something is wrong with. */
import { CLAIM, attestedBytes, claimOf } from "../../actor/abi/attestation.ts";
import { decodeStruct } from "../../actor/abi/codec.ts";
import { METHOD_NUMBERS, type OwnerStructs } from "../../actor/abi/methods.generated.ts";
import { POWER_ACTOR } from "../../devnet/builtin/singletons.ts";
import { powerMethods } from "../../filecoin/methods/power.ts";
import { signSecp256k1 } from "../../filecoin/signature.ts";
import { type ActorId, type AttoFil, attoFil, epoch } from "../../filecoin/units.ts";
import { CHAIN_ID, type World, fil, keyOf } from "../owner/world.ts";
import type { Figures, Given } from "./attestations.ts";
import type { History, Step } from "./history.ts";
import { actor, nameOf } from "./step-parts.ts";

type Attestation = OwnerStructs["Attestation"];
type Signed = OwnerStructs["SignedAttestation"];
/** A statement, and who really signed it. */
export interface Statement {
  readonly wire: Signed;
  readonly signer: bigint;
}

const FORWARD = BigInt(METHOD_NUMBERS.Forward);
/** What can be wrong with a statement: this many kinds; a kind above says that nothing is. */
const FAULTS = 12;
const NO_FAULT = FAULTS;
/** Of so many forwards one comes with nothing, with the last statement again, or with one that nobody asked for. */
const SELDOM = 18;

function figuresOf(world: World, miner: ActorId): OwnerStructs["MinerFigures"] {
  const { rawBytePower, qualityAdjPower } = world.builtin("stranger", POWER_ACTOR, powerMethods.MinerPower, miner);
  return {
    balance: attoFil(world.balanceOf(miner)),
    pledge: attoFil(world.minerState(miner).initialPledge),
    rawPower: rawBytePower,
    qaPower: qualityAdjPower,
  };
}

/** A statement with what is wrong with it, if anything. */
function statement(h: History, miner: ActorId, amount: AttoFil, { who, pick, part }: Step, kind: number): Statement {
  const { world, books, people } = h;
  const issuer = actor(books.votes.issuer ?? people.alice);
  const shown = figuresOf(world, miner);
  const last = books.sequences.get(`${issuer}/${miner}`) ?? 0n;
  const claims = part % 2 === 0;
  const good: Attestation = {
    chainId: BigInt(CHAIN_ID),
    issuer,
    subject: world.actor,
    issued: epoch(world.epoch - (part % 9)),
    validUntil: epoch(world.epoch + (who % 5)),
    value: attoFil(amount + (pick % 2 === 0 ? 0n : fil(1))),
    method: FORWARD,
    miner,
    schema: claims ? CLAIM.figures : CLAIM.none,
    claim: claims ? claimOf({ ...shown, balance: attoFil(shown.balance / BigInt(1 + (part % 3))) }) : new Uint8Array(),
    sequence: last + 1n + BigInt(part % 3),
  };
  const other = issuer === people.bob ? people.carol : people.bob;
  const faults: readonly Partial<Attestation>[] = [
    { validUntil: epoch(world.epoch - 1) },
    { issued: epoch(world.epoch + 1) },
    { value: attoFil(amount > 0n ? amount - 1n : 0n) },
    { subject: h.predecessors.at(-1) ?? miner },
    { chainId: 314n },
    { method: BigInt(METHOD_NUMBERS.Harvest) },
    { miner: actor(miner + 1n) },
    { issuer: other },
    { schema: CLAIM.figures, claim: claimOf({ ...shown, balance: attoFil(shown.balance + 1n) }) },
    { schema: CLAIM.figures, claim: claimOf({ ...shown, qaPower: shown.qaPower + 1n }) },
    { sequence: last },
  ];
  const attestation = { ...good, ...faults[kind] };
  // The last kind is another's signature.
  const signer = kind === FAULTS - 1 ? other : attestation.issuer;
  return { wire: { attestation, signature: signSecp256k1(keyOf(nameOf(people, signer)), attestedBytes(attestation)).data }, signer };
}

/** The model's view of a statement. */
function givenOf(h: History, miner: ActorId, { wire: { attestation: a }, signer }: Statement): Given {
  const shown = figuresOf(h.world, miner);
  return {
    issuer: a.issuer,
    signer,
    here: a.chainId === BigInt(CHAIN_ID) && a.subject === h.world.actor,
    meant: a.method === FORWARD && a.miner === miner,
    issued: a.issued,
    validUntil: a.validUntil,
    value: a.value,
    sequence: a.sequence,
    claimed: a.schema === CLAIM.figures ? decodedClaim(a.claim) : null,
    shown,
  };
}

const decodedClaim = (claim: Uint8Array): Figures => decodeStruct("MinerFigures", claim);

/** What comes with a Forward, for the message and for the model. */
export interface Brought {
  readonly wire: Signed | null;
  readonly given: Given | null;
}

const NOTHING: Brought = { wire: null, given: null };
const brought = (h: History, miner: ActorId, made: Statement): Brought => ({ wire: made.wire, given: givenOf(h, miner, made) });

/** What the terms ask for; now and then nothing, the last one again, or one for terms that ask for none. */
export function attestationFor(h: History, miner: ActorId, amount: AttoFil, step: Step): Brought {
  const chance = (step.who + step.pick * 3 + step.part) % SELDOM;
  if (h.offer.attested ? chance === 1 : chance > 0) return NOTHING;
  const made = (chance === 2 && h.statements.get(miner)) || statement(h, miner, amount, step, NO_FAULT);
  h.statements.set(miner, made);
  return brought(h, miner, made);
}

/** Statements with one fault each, for a Forward that nothing else stands in the way of. */
export function faultyFor(h: History, miner: ActorId, amount: AttoFil, step: Step): Brought[] {
  const first = step.part % FAULTS;
  return [first, (first + 5) % FAULTS].map((kind) => brought(h, miner, statement(h, miner, amount, step, kind)));
}
