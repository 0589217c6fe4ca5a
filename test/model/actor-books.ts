/** The actor's state and the model's books in one plain form, to be held against each other to the attoFIL. */
import { decodeStruct } from "../../actor/abi/codec.ts";
import type { OwnerStructs } from "../../actor/abi/methods.generated.ts";
import { Amt } from "../../devnet/state/amt.ts";
import { Hamt } from "../../devnet/state/hamt.ts";
import { Address } from "../../filecoin/address.ts";
import { decodeAmount } from "../../filecoin/amount.ts";
import { encodeCbor } from "../../filecoin/cbor.ts";
import type { Cid } from "../../filecoin/cid.ts";
import { accountsIn } from "../accounts.ts";
import type { World } from "../owner/world.ts";
import { rewardOf } from "./accumulator.ts";
import { addTo, type Books, type Crew, type ShareClass, type Stake } from "./books.ts";
import { unpaidOf } from "./coupon.ts";
import { stateOf } from "./governance.ts";
import type { ModelLimits } from "./governance-books.ts";
import { principalOf } from "./share-class.ts";

type Position = OwnerStructs["Position"];

/** A position or request as both sides know it. */
interface Holding {
  owner: bigint;
  side: "senior" | "junior";
  miner: bigint | null;
  since: number;
  /** The epoch, while it lies ahead; else 0. */
  frozenUntil: number;
  principal: bigint;
  reward: bigint;
  /** Coupon due to it. */
  unpaid: bigint;
}

/** What votes have decided and are deciding. */
interface Power {
  operator: bigint;
  /** His last call; below 0: he has not called since he was voted in at that epoch. */
  seen: number;
  leaving: boolean;
  sealing: boolean;
  limits: ModelLimits;
  issuer: bigint | null;
  codes: string[];
  /** Sequence last used by `issuer/miner`. */
  sequences: Record<string, bigint>;
  nominee: { id: bigint; from: number } | null;
  proposals: Record<
    string,
    {
      token: number;
      kind: number;
      proposer: bigint;
      epoch: number;
      state: number;
      contested: boolean;
      sums: Record<"stake" | "senior" | "junior" | "yes" | "no" | "abstained" | "vetoes", bigint>;
    }
  >;
}

/** Everything that two ledgers must agree on. Keys of the maps: token, request, account and miner ids. */
export interface Ledger {
  sums: Record<"L" | "Q" | "R" | "F" | "W senior" | "W junior" | "room" | "withheld older" | "withheld newer", bigint>;
  stream: { left: bigint; end: number; last: number };
  coupon: { level: bigint; paid: bigint; last: number } | null;
  classes: Record<"senior" | "junior", { P: bigint; N: bigint; generation: number; requested: bigint }>;
  positions: Record<string, Holding>;
  requests: Record<string, Holding & { paid: bigint; claimed: bigint }>;
  /** Settled rewards and paid-for legacy of an account. */
  claims: Record<string, bigint>;
  fees: Record<string, bigint>;
  /** The nonce of what an account signs next. */
  nonces: Record<string, bigint>;
  /** Who decides what. */
  power: Power;
  miners: Record<
    string,
    {
      K: bigint;
      net: bigint;
      confirmed: boolean;
      lastHarvest: number;
      measured: number;
      gap: bigint;
      legacy: { due: bigint; factor: bigint; payable: bigint } | null;
      crew: Crew;
    }
  >;
}

const legacyOf = ({ due, factor, payable }: { due: bigint; factor: bigint; payable: bigint }) => ({ due, factor, payable });

const plain = (sums: ReadonlyMap<bigint, bigint>): Record<string, bigint> =>
  Object.fromEntries([...sums].filter(([, amount]) => amount !== 0n).map(([id, amount]) => [String(id), amount]));

/** An end that has passed says nothing: whatever comes next begins anew. */
const streamOf = ({ left, end, last }: { left: bigint; end: number; last: number }): Ledger["stream"] => ({ left, last, end: Math.max(end, last) });

/** The ledger the model predicts; the stream must be up to date. */
export function ledgerOfModel(b: Books): Ledger {
  const holding = (stake: Stake): Holding => ({
    owner: stake.owner,
    side: stake.side,
    miner: stake.miner,
    since: stake.since,
    frozenUntil: stake.frozenUntil > b.now ? stake.frozenUntil : 0,
    principal: principalOf(b, stake),
    reward: rewardOf(b, stake),
    unpaid: unpaidOf(b, stake),
  });
  const claims = new Map(b.claims);
  for (const { legacy } of b.miners.values()) if (legacy !== null) addTo(claims, legacy.owner, legacy.payable);
  const fees = new Map(b.feesPayable);
  addTo(fees, b.operator.id, b.operator.payable);
  const cls = ({ P, N, generation, requested }: ShareClass) => ({ P, N, generation, requested });
  return {
    sums: {
      L: b.L,
      Q: b.Q,
      R: b.R,
      F: b.F,
      "W senior": b.W.senior,
      "W junior": b.W.junior,
      room: b.room,
      "withheld older": b.withheld.older,
      "withheld newer": b.withheld.newer,
    },
    stream: streamOf(b.stream),
    coupon: b.coupon && { ...b.coupon },
    classes: { senior: cls(b.classes.senior), junior: cls(b.classes.junior) },
    positions: Object.fromEntries([...b.positions].map(([token, stake]) => [token, holding(stake)])),
    requests: Object.fromEntries([...b.requests].map(([id, request]) => [id, { ...holding(request), paid: request.paid, claimed: request.claimed }])),
    claims: plain(claims),
    fees: plain(fees),
    nonces: plain(b.nonces),
    power: powerOfModel(b),
    miners: Object.fromEntries(
      [...b.miners].map(([id, { K, net, confirmed, lastHarvest, measured, gap, legacy, crew }]) => [
        String(id),
        { K, net, confirmed, lastHarvest, measured, gap, legacy: legacy && legacyOf(legacy), crew },
      ]),
    ),
  };
}

/** The ledger that stands in the actor's state, read block by block without asking the actor. */
export function ledgerOfActor(world: World, terms: Pick<Books["terms"], "fees" | "limits" | "issuer">): Ledger {
  const root = world.state();
  const miners = root.miners === null ? [] : decodeStruct("Miners", world.block(root.miners)).list;
  const closed = root.closed === null ? new Map<string, bigint>() : closedAccumulators(world, root.closed);
  const holding = (position: Position): Holding => {
    const c = position.kind === 0n ? root.senior : root.junior;
    const alive = position.generation === c.generation;
    const Y = alive ? c.earned : closed.get(`${position.kind}/${position.generation}`);
    if (Y === undefined) throw new Error(`the actor kept no accumulator of class ${position.kind}, generation ${position.generation}`);
    return {
      owner: position.owner,
      side: position.kind === 0n ? "senior" : "junior",
      miner: position.miner,
      since: position.since,
      frozenUntil: position.frozenUntil > world.epoch ? position.frozenUntil : 0,
      principal: alive && c.shares > 0n ? (position.shares * c.principal) / c.shares : 0n,
      reward: (position.shares * (Y - position.earned) + position.rest) >> 128n,
      unpaid: alive && position.kind === 0n && root.coupon !== null ? (position.shares * (root.coupon.level - root.coupon.paid)) >> 128n : 0n,
    };
  };
  const positions = root.positions === null ? [] : entries(world, root.positions).map(([id, block]) => [id, decodeStruct("Position", block)] as const);
  const requests = [root.requests, root.sides].flatMap((table) =>
    table === null ? [] : entries(world, table).map(([id, block]) => [id, decodeStruct("Request", block)] as const),
  );
  const accounts = accountsIn(world.blocks, root.accounts);
  const claims = new Map<bigint, bigint>();
  for (const { id, claim } of accounts) addTo(claims, id, claim);
  for (const { legacy } of miners) if (legacy !== null) addTo(claims, legacy.owner, legacy.payable);
  const payable = new Map([[root.operator.id as bigint, root.operator.payable as bigint]]);
  terms.fees.forEach(({ beneficiary }, i) => {
    if (beneficiary !== null) addTo(payable, beneficiary, root.feesPayable[i] ?? 0n);
  });
  const cls = (c: OwnerStructs["ShareClass"]) => ({ P: c.principal, N: c.shares, generation: Number(c.generation), requested: c.requested });
  return {
    sums: {
      L: root.liquid,
      Q: root.finalized,
      R: root.rewards,
      F: root.fees,
      "W senior": root.writtenOffSenior,
      "W junior": root.writtenOffJunior,
      room: root.room,
      "withheld older": root.operator.older,
      "withheld newer": root.operator.newer,
    },
    stream: streamOf(root.stream),
    coupon: root.coupon && { ...root.coupon },
    classes: { senior: cls(root.senior), junior: cls(root.junior) },
    positions: Object.fromEntries(positions.map(([id, position]) => [id, holding(position)])),
    requests: Object.fromEntries(requests.map(([id, { position, paid, claimed }]) => [id, { ...holding(position), paid, claimed }])),
    claims: plain(claims),
    fees: plain(payable),
    nonces: plain(new Map(accounts.map(({ id, nonce }) => [id, nonce]))),
    power: powerOfActor(world, root, terms),
    miners: Object.fromEntries(
      miners.map((m) => [
        String(m.id),
        {
          K: m.principal,
          net: m.net,
          confirmed: m.confirmed,
          lastHarvest: m.harvested,
          measured: m.measured,
          gap: m.gap,
          legacy: m.legacy && legacyOf(m.legacy),
          crew: { worker: m.worker, controls: m.controls },
        },
      ]),
    ),
  };
}

const entries = (world: World, link: Cid): [string, Uint8Array][] =>
  [...Amt.load(world.blocks, link).entries()].map(([id, value]) => [String(id), encodeCbor(value)]);

const KINDS = ["setSealing", "setLimits", "refuseOperator", "replaceOperator", "allowCode", "migrate", "setIssuer", "clearFlag"];
const STATES = ["voting", "failed", "waiting", "ready", "expired", "executed", "cancelled", "ended"];
/** Proposals whose state the actor is asked for: the last ones. */
const ASKED = 20;

function powerOfModel(b: Books): Power {
  const { operator, votes } = b;
  return {
    operator: operator.id,
    seen: operator.called ? operator.seen : -operator.seen,
    leaving: b.leaving,
    sealing: b.sealing,
    limits: votes.limits,
    issuer: votes.issuer,
    codes: votes.codes,
    sequences: Object.fromEntries([...b.sequences].sort(([x], [y]) => (x < y ? -1 : 1))),
    nominee: votes.nominee && { id: votes.nominee.id, from: votes.nominee.from },
    proposals: Object.fromEntries(
      [...votes.proposals].slice(-ASKED).map(([id, p]) => {
        const sum = (choice: string, side: string): bigint =>
          p.ballots.reduce((all, ballot) => (ballot.choice === choice && ballot.side === side ? all + ballot.principal : all), 0n);
        const voters = p.senior > 0n ? "senior" : "junior";
        const { stake, senior, junior } = p;
        return [
          String(id),
          {
            token: p.token,
            kind: KINDS.indexOf(p.action.kind),
            proposer: p.proposer,
            epoch: p.epoch,
            state: STATES.indexOf(stateOf(b, p)),
            contested: p.ballots.some(({ voter }) => voter !== p.proposer),
            sums: {
              stake,
              senior,
              junior,
              yes: sum("for", voters),
              no: sum("against", voters),
              abstained: sum("abstain", voters),
              vetoes: voters === "senior" ? sum("against", "junior") : 0n,
            },
          },
        ];
      }),
    ),
  };
}

function powerOfActor(world: World, root: OwnerStructs["Root"], ofTerms: Pick<Books["terms"], "limits" | "issuer">): Power {
  const g = root.governance === null ? null : decodeStruct("Governance", world.block(root.governance));
  const next = Number(g?.next ?? 1n);
  const listed = next === 1 ? [] : world.must("stranger", "ListProposals", { from: BigInt(Math.max(1, next - ASKED)), limit: ASKED }).proposals;
  return {
    operator: root.operator.id,
    seen: root.operator.seen,
    leaving: root.status === 1n,
    sealing: root.sealing,
    limits: g?.limits ?? ofTerms.limits,
    issuer: g?.issuerVoted === true ? g.issuer : ofTerms.issuer,
    codes: g?.codes.map(String) ?? [],
    sequences: g === null || g.sequences === null ? {} : sequencesOf(world, g.sequences),
    nominee: g === null || g.nominee === null ? null : { id: g.nominee, from: g.nomineeFrom },
    proposals: Object.fromEntries(
      listed.map(({ id, state, proposal: p }) => {
        const { stake, senior, junior, yes, no, abstained, vetoes } = p;
        const sums = { stake, senior, junior, yes, no, abstained, vetoes };
        return [String(id), { token: Number(p.token), kind: p.action.kind, proposer: p.proposer, epoch: p.epoch, state, contested: p.contested, sums }];
      }),
    ),
  };
}

/** Y of closed generations, by class and generation. */
function closedAccumulators(world: World, link: Cid): Map<string, bigint> {
  const kept = [...Amt.load(world.blocks, link).entries()];
  return new Map(kept.map(([index, value]) => [`${BigInt(index) & 1n}/${BigInt(index) >> 1n}`, decodeAmount(value as Uint8Array)]));
}

/** Sequences last used; each key is two ids as varints. */
function sequencesOf(world: World, link: Cid): Record<string, bigint> {
  const known = [...Hamt.load(world.blocks, link).entries()].map(([key, value]): [string, bigint] => {
    const cut = key.findIndex((byte) => byte < 0x80) + 1;
    const [issuer, miner] = [key.slice(0, cut), key.slice(cut)].map((id) => Address.fromBytes(Uint8Array.from([0, ...id])).id);
    return [`${issuer}/${miner}`, BigInt(value as number)];
  });
  return Object.fromEntries(known.sort(([x], [y]) => (x < y ? -1 : 1)));
}
