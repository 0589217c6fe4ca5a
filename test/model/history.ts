/** One history: the same messages go to the actor's Wasm and to the model, and their ledgers are compared after each. */
import { expect } from "vitest";
import { encodeCreateMiner } from "../../devnet/builtin/power/actor.ts";
import { POWER_ACTOR } from "../../devnet/builtin/singletons.ts";
import { putBlock } from "../../devnet/state/blockstore.ts";
import { Address } from "../../filecoin/address.ts";
import { methodNumber } from "../../filecoin/frc42.ts";
import { encodeAmount } from "../../filecoin/amount.ts";
import { type CborValue, decodeCbor, encodeCbor } from "../../filecoin/cbor.ts";
import { minerMethods } from "../../filecoin/methods/miner.ts";
import { type ActorId, attoFil, epoch } from "../../filecoin/units.ts";
import { DAY, type Done, type People, World, fil } from "../owner/world.ts";
import { type Brought, type Statement, attestationFor, faultyFor } from "./attestation-steps.ts";
import { type Ledger, ledgerOfActor, ledgerOfModel } from "./actor-books.ts";
import { type Books, Refused, isLeaving } from "./books.ts";
import { forwardable } from "./custody.ts";
import { decide, propose, vote, execute, cancelProposal, crowd } from "./governance-steps.ts";
import { moments } from "./governance.ts";
import { ExactLedger } from "./exact-ledger.ts";
import { checkExact, checkState, checkStep } from "./invariants.ts";
import { factsOf } from "./miner-facts.ts";
import type { MinerFacts } from "./miner-money.ts";
import { type Offer, modelTerms, worldTerms } from "./offer.ts";
import { type Tally, isNamed, newTally, occurrencesOf } from "./occurrences.ts";
import { OwnerModel } from "./owner-model.ts";
import { principalOf } from "./share-class.ts";
import { type Errands, advanceNonce, relay } from "./relay-steps.ts";
import { Sectors, endAll, fault, sealSectors, sectors, terminate } from "./sector-steps.ts";
import { WHOLE, actor, chosen, share, type Person, whoIs } from "./step-parts.ts";

import { changeWorker, confirm } from "./worker-steps.ts";

/** Place of the total pledge in the power actor's state. */
const TOTAL_PLEDGE = 4;
const HALF_YEAR = 180 * DAY;
/** The room of most histories, and for how long. */
const ROOM = fil(10_000_000);
const FOR_GOOD = 10_000_000;
/** An epoch after the end of the offer. */
const OVER_EXTENDED = 3_000_000;

/** Messages, waits, and what happens to miners. */
export type StepKind =
  | "wait"
  | "days"
  | "halfYear"
  | "takeOver"
  | "confirm"
  | "deposit"
  | "stakeJunior"
  | "seal"
  | "forward"
  | "harvest"
  | "recall"
  | "measure"
  | "reward"
  | "penalty"
  | "pledge"
  | "transfer"
  | "withdraw"
  | "redeem"
  | "cancel"
  | "leave"
  | "ruin"
  | "finalize"
  | "finalizeSide"
  | "claim"
  | "bareSend"
  | "sweep"
  | "release"
  | "transferFrom"
  | "burn"
  | "split"
  | "merge"
  | "exitNow"
  | "createMiner"
  | "setLeaving"
  | "lowerFees"
  | "report"
  | "heartbeat"
  | "changePeer"
  | "adoptMiner"
  | "moment"
  | "propose"
  | "vote"
  | "execute"
  | "cancelProposal"
  | "decide"
  | "crowd"
  | "proposeOperator"
  | "acceptOperator"
  | "convertJunior"
  | "openDeposits"
  | "changeWorker"
  | "changeAddresses"
  | "revoke"
  | "burnFrom"
  | "relay"
  | "advanceNonce"
  | "sectors"
  | "fault"
  | "terminate";

/** What a step does; `pick` chooses among what is there, `part` is a fraction of what is possible (of 2^32). */
export interface Step {
  readonly kind: StepKind;
  readonly who: number;
  readonly pick: number;
  readonly part: number;
}

/** The message changes nothing, or the ledgers agree afterwards. */
export class History {
  readonly world: World;
  readonly model: OwnerModel;
  readonly people: People;
  /** Both miners of the world; the second belongs to the operator at first. */
  readonly miners: readonly ActorId[];
  /** attoFIL of bare sends that nobody has swept. */
  donated = 0n;
  /** attoFIL of principal ever put at each miner. */
  readonly put = new Map<ActorId, bigint>();
  readonly exact = new ExactLedger();
  /** Miners that were born for the owner actor. */
  readonly born: ActorId[] = [];
  /** Successors that were constructed, and whom each waits for. */
  readonly heirs = new Map<ActorId, ActorId>();
  /** Actors that have migrated. */
  readonly predecessors: ActorId[] = [];
  messages = 0;
  /** The actor's ledger as it was read last, at this state. */
  #read: { readonly head: string; readonly ledger: Ledger } | null = null;
  /** Sectors of each miner. */
  readonly #sectors = new Map<ActorId, Sectors>();
  /** The last statement about each miner, and the last signed request that somebody brought. */
  readonly statements = new Map<ActorId, Statement>();
  brought: Errands | null = null;
  readonly tally: Tally = newTally();

  constructor(readonly offer: Offer) {
    const probe = World.create({ bare: true });
    this.world = World.create({ minerBalance: offer.minerBalance, terms: worldTerms(offer, probe.people) });
    this.people = this.world.people;
    this.model = new OwnerModel(modelTerms(offer, this.people), this.world.epoch);
    this.miners = [this.world.miner, this.world.otherMiner];
    pledgeOfOthers(this.world);
    this.world.openDeposits(ROOM);
    this.model.openDeposits(this.world.epoch, ROOM, this.world.epoch + FOR_GOOD);
    this.exact.follow(this.books);
  }

  get books(): Books {
    return this.model.books;
  }

  /** The books as a message would find them now: what time has decided meanwhile counts. */
  get present(): Books {
    return { ...this.books, now: this.world.epoch };
  }

  /** Who sends an operator's message: mostly the one in office, now and then the first one, who may have lost it. */
  operator({ who, pick }: Step): ActorId {
    return (who % 12 === 11 && pick % 2 === 1 ? this.people.operator : this.books.operator.id) as ActorId;
  }

  sectorsOf(miner: ActorId): Sectors {
    const known = this.#sectors.get(miner) ?? new Sectors();
    this.#sectors.set(miner, known);
    return known;
  }

  /** Counts something that has happened. */
  note(occurrence: string): void {
    this.tally.occurrences.set(occurrence, (this.tally.occurrences.get(occurrence) ?? 0) + 1);
  }

  run(step: Step): void {
    STEPS[step.kind](this, step);
  }

  /**
   * Sends somebody's message to the actor and its rule to the model: both let it through with the same answer, or both refuse.
   * `answer` turns the actor's return into what the model returns.
   */
  both<T, R>(name: string, sender: keyof People | ActorId, send: (from: ActorId) => Done<R>, rule: () => T, answer: (done: Done<R>) => unknown): T | undefined {
    this.messages++;
    const { world } = this;
    const head = world.head();
    // Reading a ledger takes as long as a message; time alone changes nothing of it that counts below.
    const before = { head, ledger: this.#read?.head === head ? this.#read.ledger : ledgerOfActor(world, this.books.terms) };
    const from = typeof sender === "string" ? this.people[sender] : sender;
    this.model.sentBy(from);
    const predicted = attempt(rule);
    const done = send(from);
    const count = this.tally.methods.get(name) ?? { done: 0, refused: 0 };
    this.tally.methods.set(name, count);
    const line = `${name} at ${world.epoch}: `;
    if (predicted instanceof Refused) {
      expect(done.exitCode, `${line}the model refuses (${predicted.message})`).not.toBe(0);
      expect(world.head(), `${line}an abort changes nothing`).toBe(before.head);
      count.refused++;
      if (isNamed(predicted.message)) this.note(predicted.message);
      return undefined;
    }
    expect(done.error, `${line}the model lets it through`).toBe("");
    expect(answer(done), `${line}answer`).toEqual(predicted.value);
    count.done++;
    this.exact.follow(this.books);
    const after = this.compare(line);
    this.#read = { head: world.head(), ledger: after };
    const passed = { name, line, before: before.ledger, after, events: done.events };
    checkStep(this, passed);
    for (const occurrence of occurrencesOf(passed)) this.note(occurrence);
    return predicted.value;
  }

  /** Both ledgers must be the same, and the actor's must keep the invariants. */
  compare(line: string): Ledger {
    const actor = ledgerOfActor(this.world, this.books.terms);
    const model = ledgerOfModel(this.books);
    if (fingerprint(actor) !== fingerprint(model)) expect(actor, line).toEqual(model);
    checkState(line, this, actor);
    checkExact(line, this);
    return actor;
  }

  /** Facts of every miner in custody. */
  allFacts(): Map<bigint, MinerFacts> {
    return new Map([...this.books.miners.keys()].map((id) => [id, factsOf(this.world, id as ActorId)]));
  }

  /** Mostly the first miner, or the one that is in custody when the other is not. */
  miner(pick: number): ActorId {
    const [first, second] = this.miners as [ActorId, ActorId];
    if (this.books.miners.size === 1) return [...this.books.miners.keys()][0] as ActorId;
    if (pick % 5 === 4 && this.born.length > 0) return this.born[pick % this.born.length] as ActorId;
    return pick % 4 === 3 ? second : first;
  }
}

/**
 * Gives the network pledge beside that of the two miners: deposits of new miners are not counted in, yet are counted out when
 * they vest (builtin-actors power UpdatePledgeTotal), which fails in a network of nobody else.
 */
function pledgeOfOthers(world: World): void {
  const power = world.tree.getActor(POWER_ACTOR);
  if (power === undefined) throw new Error("no power actor");
  const fields = decodeCbor(world.block(power.head)) as CborValue[];
  fields[TOTAL_PLEDGE] = encodeAmount(fil(1_000_000));
  world.tree.setActor(POWER_ACTOR, { ...power, head: putBlock(world.blocks, 0x71, encodeCbor(fields)) });
}

const fingerprint = (ledger: Ledger): string => JSON.stringify(ledger, (_, value: unknown) => (typeof value === "bigint" ? `${value}` : value));

function attempt<T>(rule: () => T): { value: T } | Refused {
  try {
    return { value: rule() };
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
}

/** What Withdraw would pay if it came for one token at a time, last of all for none. The state stays as it is. */
function withdrawSingly(h: History, who: Person, tokens: readonly number[]): bigint {
  h.world.tree.begin();
  const paid = [...tokens.map((token) => [BigInt(token)]), []].map((some) => h.world.must(who, "Withdraw", { tokens: some, recipient: null }));
  h.world.tree.revert();
  return paid.reduce((sum, amount) => sum + amount, 0n);
}

/** The operator consents to a miner. */
function approve(h: History, miner: ActorId, owner: ActorId, worker: ActorId): boolean {
  const done = h.both(
    "ApproveMiner",
    actor(h.books.operator.id),
    (from) => h.world.call(from, "ApproveMiner", { miner, owner: Address.id(owner), worker: Address.id(worker), controls: [] }),
    () => {
      h.model.approveMiner(h.world.epoch, miner, { worker, controls: [] });
      return true;
    },
    () => true,
  );
  return done === true;
}

/** Takes over a miner, from its owner of genesis. */
function takeOver(h: History, step: Step): void {
  const { world, model } = h;
  const miner = h.miners[step.pick % h.miners.length] as ActorId;
  if (h.books.miners.has(miner)) return;
  const owner = world.builtin("stranger", miner, minerMethods.GetOwner, undefined as never).owner.id;
  const key = miner === world.miner ? world.people.worker : world.people.newWorker;
  if (owner === world.actor || h.predecessors.includes(owner)) return;
  if (!approve(h, miner, owner, key)) return;
  // A former owner may leave a change of the worker under way.
  if (step.part % 4 === 3)
    world.builtin(owner, miner, minerMethods.ChangeWorkerAddress, {
      newWorker: Address.id(key === world.people.worker ? world.people.newWorker : world.people.worker),
      newControlAddresses: [Address.id(world.people.bob)],
    });
  world.builtin(owner, miner, minerMethods.ChangeOwnerAddress, Address.id(world.actor));
  const facts = factsOf(world, miner);
  h.both(
    "TakeOwner",
    owner,
    (from) => world.call(from, "TakeOwner", { miner }),
    () => {
      const taken = model.takeOwner(world.epoch, miner, owner, facts);
      h.put.set(miner, taken.principal);
      return taken;
    },
    ({ ret }) => ({ token: Number(ret.token), principal: ret.principal, legacy: ret.legacy }),
  );
}

function harvest(h: History, step: Step): void {
  const miner = h.miner(step.pick);
  if (h.books.miners.has(miner)) harvestOf(h, miner);
}

function harvestOf(h: History, miner: ActorId): void {
  const { world, model } = h;
  const facts = factsOf(world, miner);
  h.both(
    "Harvest",
    "stranger",
    (from) => world.call(from, "Harvest", { miner }),
    () => model.harvest(world.epoch, miner, facts),
    takenOf,
  );
}

function measureOf(h: History, miner: ActorId): void {
  const facts = factsOf(h.world, miner);
  h.both(
    "Measure",
    "stranger",
    (from) => h.world.call(from, "Measure", { miner }),
    () => h.model.measure(h.world.epoch, miner, facts),
    ({ ret }) => ret,
  );
}

/** A miner's sectors end and all that it holds but for `rest` is burnt. */
function lose(h: History, miner: ActorId, rest: bigint): void {
  endAll(h, miner);
  h.world.editMiner(miner, (state) => {
    state.initialPledge = 0n;
  });
  const { balance } = factsOf(h.world, miner);
  h.world.reward(0n, balance > rest ? balance - rest : 0n, miner);
  measureOf(h, miner);
}

/** Harvest's or Recall's figures, from its event. */
function takenOf(done: Done): unknown {
  const event = done.events.find(({ type }) => type === "harvest" || type === "recall");
  const { withdrawn, reward, principal, tip, coupon = 0n, recovered, legacy, fees } = (event as unknown as { fields: Record<string, bigint> }).fields;
  return { withdrawn, reward, principal, tip, coupon, recovered, legacy, fees };
}

/** A miner that a stranger creates for the owner actor. */
function bornFor(world: World): ActorId {
  const message = encodeCbor(
    encodeCreateMiner({
      owner: Address.id(world.actor),
      worker: Address.id(world.people.worker),
      windowPostProofType: 10n,
      peer: new Uint8Array(),
      multiaddrs: [],
    }),
  );
  const outcome = world.raw(world.people.stranger, POWER_ACTOR, methodNumber("CreateMiner"), message, fil(300));
  if (outcome.exitCode !== 0 || outcome.ret === null) throw new Error(`CreateMiner ended with ${outcome.exitCode}: ${outcome.error}`);
  return Address.fromBytes((decodeCbor(outcome.ret.bytes) as [Uint8Array])[0]).id as ActorId;
}

export const STEPS: Record<StepKind, (h: History, step: Step) => void> = {
  wait(h: History, { part }: Step): void {
    h.world.advance(1 + (part % 400));
  },

  days(h: History, { part }: Step): void {
    h.world.advance(DAY * (1 + (part % 40)));
  },

  /** The operator shows that he is there, so that a long wait does not end the offer. */
  halfYear(h: History, step: Step): void {
    h.world.advance(HALF_YEAR);
    STEPS.heartbeat(h, step);
  },

  heartbeat(h: History, step: Step): void {
    h.both(
      "Heartbeat",
      h.operator(step),
      (from) => h.world.call(from, "Heartbeat", {}),
      () => h.model.heartbeat(h.world.epoch),
      () => undefined,
    );
  },

  changePeer(h: History, step: Step): void {
    const miner = h.miner(step.pick);
    h.both(
      "ChangePeerID",
      h.operator(step),
      (from) => h.world.call(from, "ChangePeerID", { miner, peer: Uint8Array.of(step.part & 255) }),
      () => h.model.changePeer(h.world.epoch, miner),
      () => undefined,
    );
  },

  changeAddresses(h: History, step: Step): void {
    const miner = h.miner(step.pick);
    h.both(
      "ChangeMultiaddrs",
      h.operator(step),
      (from) => h.world.call(from, "ChangeMultiaddrs", { miner, addresses: [Uint8Array.of(step.part & 255, 1)] }),
      () => h.model.changePeer(h.world.epoch, miner),
      () => undefined,
    );
  },

  /** Mostly as much as anybody could want, for good; now and then little, or for two days. */
  openDeposits(h: History, step: Step): void {
    const room = step.part % 4 === 0 ? share(fil(3_000), step.part) : ROOM;
    const until = h.world.epoch + (step.who % 5 === 0 ? 2 * DAY : FOR_GOOD);
    h.both(
      "OpenDeposits",
      h.operator(step),
      (from) => h.world.call(from, "OpenDeposits", { amount: attoFil(room), until: epoch(until) }),
      () => h.model.openDeposits(h.world.epoch, room, until),
      () => undefined,
    );
  },

  confirm,
  changeWorker,
  relay,
  advanceNonce,
  sectors,
  fault,
  terminate,
  takeOver,

  createMiner(h: History, step: Step): void {
    const { world, model } = h;
    if (h.books.miners.size > 4) return;
    const value = attoFil(fil(100) + share(fil(300), step.part));
    const params = { worker: Address.id(world.people.worker), proof: 10, peer: new Uint8Array(), addresses: [] };
    const sender = h.operator(step);
    // What the miner will show is known once it is there: it is made, looked at, and made again.
    world.tree.begin();
    const trial = world.call(sender, "CreateMiner", params, value);
    const facts = trial.exitCode === 0 ? factsOf(world, trial.ret) : null;
    world.tree.revert();
    h.both(
      "CreateMiner",
      sender,
      (from) => world.call(from, "CreateMiner", params, value),
      () => {
        if (facts === null) throw new Refused(trial.error);
        h.put.set(trial.ret, model.createMiner(world.epoch, trial.ret, world.people.worker, facts).principal);
        h.born.push(trial.ret);
        return trial.ret;
      },
      ({ ret }) => ret,
    );
  },

  /** Seldom: not much happens afterwards. */
  setLeaving(h: History, step: Step): void {
    if (step.part % 3 > 0) return;
    h.both(
      "SetLeaving",
      h.operator(step),
      (from) => h.world.call(from, "SetLeaving", {}),
      () => h.model.setLeaving(h.world.epoch),
      () => undefined,
    );
  },

  lowerFees(h: History, step: Step): void {
    const { part, pick } = step;
    const fee = pick % 3;
    const bps = Number(share(BigInt(h.offer.operatorFee), part));
    h.both(
      "LowerFees",
      h.operator(step),
      (from) => h.world.call(from, "LowerFees", { fee, bps }),
      () => h.model.lowerFees(h.world.epoch, fee, BigInt(bps)),
      () => undefined,
    );
  },

  /** A sector that outlives the offer is sealed and reported. */
  report(h: History, step: Step): void {
    const { world, model } = h;
    const miner = h.miner(step.pick);
    const m = h.books.miners.get(miner);
    if (m === undefined || m.flagged || (!m.reported && step.part % 2 === 0)) return;
    const sector = world.epoch < OVER_EXTENDED ? sealSectors(h, miner, 1, 1n, OVER_EXTENDED) : null;
    if (sector === null) return;
    const known = h.both(
      "ReportOverExtension",
      "stranger",
      (from) => world.call(from, "ReportOverExtension", { miner, sector: BigInt(sector) }),
      () => {
        model.flag(world.epoch, miner);
        return true;
      },
      () => true,
    );
    if (known === true) h.note("an over-extended sector");
  },

  deposit(h: History, step: Step): void {
    const who = whoIs(step);
    const amount = share(step.pick % 3 === 0 ? fil(3) : fil(2_000), step.part);
    h.both(
      "Deposit",
      who,
      (from) => h.world.call(from, "Deposit", {}, amount),
      () => h.model.deposit(h.world.epoch, h.people[who], amount),
      ({ ret }) => Number(ret),
    );
  },

  stakeJunior(h: History, step: Step): void {
    const amount = share(fil(500), step.part);
    h.both(
      "StakeJunior",
      h.operator(step),
      (from) => h.world.call(from, "StakeJunior", {}, amount),
      () => h.model.stakeJunior(h.world.epoch, amount),
      ({ ret }) => Number(ret),
    );
  },

  /** As an operator would: look at every miner, have its worker confirmed, then send on. */
  seal(h: History, step: Step): void {
    const target = h.miner(step.pick);
    if (h.books.miners.get(target)?.confirmed === false) STEPS.confirm(h, { ...step, part: 1 });
    for (const miner of h.books.miners.keys()) harvestOf(h, actor(miner));
    STEPS.forward(h, step);
  },

  /** A holder asks for all he has and waits; the miner's sectors end; strangers bring the money back and pay him. */
  leave(h: History, step: Step): void {
    STEPS.redeem(h, { ...step, who: 0 });
    h.world.advance(h.books.terms.notice);
    STEPS.pledge(h, { ...step, who: 1 });
    STEPS.recall(h, { ...step, who: 0, part: WHOLE - 1 });
    if (step.part % 3 > 0) STEPS.finalize(h, step);
    STEPS.finalizeSide(h, step);
  },

  /** Whoever wants to leave is paid; all that may go is forwarded and lost at every miner but for an attoFIL or none, while a stream flows; then somebody comes. */
  ruin(h: History, step: Step): void {
    const target = h.miner(0);
    if (h.books.requests.size > 0) {
      h.world.advance(h.books.terms.notice);
      STEPS.finalize(h, { ...step, pick: 3 });
    }
    STEPS.bareSend(h, step);
    STEPS.sweep(h, step);
    if (h.books.miners.get(target)?.confirmed === false) STEPS.confirm(h, { ...step, pick: 0, part: 1 });
    for (const miner of h.books.miners.keys()) harvestOf(h, actor(miner));
    STEPS.forward(h, { ...step, who: 0, pick: 0, part: 0 });
    for (const miner of h.books.miners.keys()) lose(h, actor(miner), step.part % 3 === 0 ? 1n : 0n);
    if (step.who % 2 === 0) STEPS.wait(h, step);
    STEPS.deposit(h, { ...step, pick: 1 });
    if (step.part % 3 === 0) STEPS.stakeJunior(h, { ...step, who: 0 });
  },

  forward(h: History, step: Step): void {
    const { world, model } = h;
    const miner = h.miner(step.pick);
    if (!h.books.miners.has(miner)) return;
    const most = forwardable(h.books);
    const amount = attoFil(step.part % 5 === 0 ? most : most + 1n <= 0n ? 1n : share(most, step.part));
    if (amount < 0n) return;
    const facts = factsOf(world, miner);
    const sender = h.operator(step);
    const rule = ({ given }: Brought): void => model.forward(world.epoch, miner, amount, facts, given);
    const send = (what: Brought): unknown =>
      h.both(
        "Forward",
        sender,
        (from) => world.call(from, "Forward", { miner, amount, attestation: what.wire }),
        () => {
          rule(what);
          h.put.set(miner, (h.put.get(miner) ?? 0n) + amount);
        },
        () => undefined,
      );
    const brought = attestationFor(h, miner, amount, step);
    if (h.offer.attested && model.wouldLet(sender, () => rule(brought))) faultyFor(h, miner, amount, step).forEach(send);
    send(brought);
  },

  harvest,

  recall(h: History, step: Step): void {
    const { world, model } = h;
    const miner = h.miner(step.pick);
    const m = h.books.miners.get(miner);
    if (m === undefined) return;
    const sender = step.who % 3 === 0 ? h.people.stranger : h.operator(step);
    const anyAmount = sender === h.books.operator.id || isLeaving(h.present) || !h.books.sealing;
    const amount = attoFil(1n + share(m.K, step.part));
    const facts = factsOf(world, miner);
    h.both(
      anyAmount ? "Recall" : "Recall by a stranger",
      sender,
      (from) => world.call(from, "Recall", { miner, amount }),
      () => model.recall(world.epoch, miner, amount, facts),
      takenOf,
    );
  },

  measure(h: History, step: Step): void {
    const miner = h.miner(step.pick);
    if (h.books.miners.has(miner)) measureOf(h, miner);
  },

  /** A block reward, a quarter of it free at once; now and then the whole of it comes with a penalty. */
  reward(h: History, step: Step): void {
    h.world.reward(share(fil(400), step.part), 0n, h.miner(step.pick));
    h.note("a block reward");
  },

  /** A penalty within vesting, of about a thousandth of the principal, or deep into it. */
  penalty(h: History, step: Step): void {
    const miner = h.miner(step.pick);
    const { balance, vesting } = factsOf(h.world, miner);
    const K = h.books.miners.get(miner)?.K ?? 0n;
    const { older, newer } = h.books.withheld;
    const locked = vesting.reduce((sum, [, amount]) => sum + amount, 0n);
    // What is in the miner beyond K and vesting goes before principal does.
    const cover = balance > K ? balance - K : 0n;
    const depth = [
      share(locked, step.part),
      cover + K / 1_000n + BigInt(step.part % 3) - 1n,
      cover + K / 1_000n + share(older + newer, step.part),
      locked + share(balance - locked, step.part),
      (balance * 11n) / 10n,
    ].map((amount) => (amount < 0n ? 0n : amount));
    h.world.reward(0n, depth[step.who % depth.length] as bigint, miner);
    h.note("a penalty");
  },

  /** Free money becomes pledge of sectors, or sectors end. */
  pledge(h: History, step: Step): void {
    const miner = h.miner(step.pick);
    const state = h.world.minerState(miner);
    const free = h.world.balanceOf(miner) - state.lockedFunds - state.preCommitDeposits - state.initialPledge;
    const change = step.who % 2 === 0 ? share(free, step.part) : -share(state.initialPledge - h.sectorsOf(miner).pledged, step.part);
    h.world.editMiner(miner, (edited) => {
      edited.initialPledge += change;
    });
  },

  transfer(h: History, step: Step): void {
    const { world, model } = h;
    const first = chosen([...h.books.positions], step.pick);
    if (first === undefined) return;
    const { owner } = first[1];
    const tokens = [...h.books.positions]
      .filter(([, position]) => position.owner === owner)
      .map(([token]) => token)
      .slice(0, 1 + (step.part % 3));
    const to = h.people[whoIs(step)];
    h.both(
      "Transfer",
      actor(owner),
      (from) => world.call(from, "Transfer", { to: Address.id(to), tokens: tokens.map(BigInt), operatorData: new Uint8Array() }),
      () => model.transfer(world.epoch, tokens, to),
      () => undefined,
    );
  },

  /** The owner lets somebody move one token, or all of his, and that one does. */
  transferFrom(h: History, step: Step): void {
    const { world, model } = h;
    const found = chosen([...h.books.positions], step.pick);
    if (found === undefined) return;
    const [token, { owner }] = found;
    const operator = Address.id(h.people.stranger);
    const to = h.people[whoIs(step)];
    if (step.part % 2 === 0)
      h.both(
        "Approve",
        actor(owner),
        (from) => world.call(from, "Approve", { operator, tokens: [BigInt(token)] }),
        () => model.touch(world.epoch),
        () => undefined,
      );
    else
      h.both(
        "ApproveForAll",
        actor(owner),
        (from) => world.call(from, "ApproveForAll", { operator }),
        () => model.touch(world.epoch),
        () => undefined,
      );
    h.both(
      "TransferFrom",
      "stranger",
      (from) => world.call(from, "TransferFrom", { from: Address.id(owner), to: Address.id(to), tokens: [BigInt(token)], operatorData: new Uint8Array() }),
      () => model.transfer(world.epoch, [token], to),
      () => undefined,
    );
  },

  split(h: History, step: Step): void {
    const found = chosen([...h.books.positions], step.pick);
    if (found === undefined) return;
    const [token, position] = found;
    const amount = attoFil(share(principalOf(h.books, position), step.part));
    h.both(
      "Split",
      actor(position.owner),
      (from) => h.world.call(from, "Split", { token: BigInt(token), amount }),
      () => h.model.split(h.world.epoch, token, amount),
      ({ ret }) => Number(ret),
    );
  },

  /** Whoever was approved and is not any more moves nothing. */
  revoke(h: History, step: Step): void {
    const { world, model } = h;
    const found = chosen([...h.books.positions], step.pick);
    if (found === undefined) return;
    const [token, { owner }] = found;
    const operator = Address.id(h.people.stranger);
    const tokens = [BigInt(token)];
    const say = (name: string, send: (from: ActorId) => Done): unknown =>
      h.both(
        name,
        actor(owner),
        send,
        () => model.touch(world.epoch),
        () => undefined,
      );
    say("RevokeApproval", (from) => world.call(from, "RevokeApproval", { operator, tokens }));
    say("RevokeApprovalForAll", (from) => world.call(from, "RevokeApprovalForAll", { operator }));
    h.both(
      "TransferFrom",
      "stranger",
      (from) => world.call(from, "TransferFrom", { from: Address.id(owner), to: operator, tokens, operatorData: new Uint8Array() }),
      () => {
        throw new Refused("not approved");
      },
      () => undefined,
    );
  },

  /** Mostly positions of one owner and kind, now and then any of his. */
  merge(h: History, step: Step): void {
    const found = chosen([...h.books.positions], step.pick);
    if (found === undefined) return;
    const [, like] = found;
    const alike = [...h.books.positions].filter(
      ([, p]) => p.owner === like.owner && (step.who % 6 === 0 || (p.side === like.side && p.generation === like.generation && p.miner === like.miner)),
    );
    const tokens = alike.map(([token]) => token).slice(0, 2 + (step.part % 3));
    h.both(
      "Merge",
      actor(like.owner),
      (from) => h.world.call(from, "Merge", { tokens: tokens.map(BigInt) }),
      () => h.model.merge(h.world.epoch, tokens),
      ({ ret }) => Number(ret),
    );
  },

  /** Mostly what is worth nothing, if there is such a position. */
  burn(h: History, step: Step): void {
    const all = [...h.books.positions];
    const worthless = all.filter(([, position]) => principalOf(h.books, position) === 0n);
    const found = chosen(worthless.length > 0 && step.who % 4 > 0 ? worthless : all, step.pick);
    if (found === undefined) return;
    const [token, { owner }] = found;
    h.both(
      "Burn",
      actor(owner),
      (from) => h.world.call(from, "Burn", { tokens: [BigInt(token)] }),
      () => h.model.burn(h.world.epoch, [token]),
      () => undefined,
    );
  },

  burnFrom(h: History, step: Step): void {
    const { world, model } = h;
    const all = [...h.books.positions];
    const worthless = all.filter(([, position]) => principalOf(h.books, position) === 0n);
    const found = chosen(worthless.length > 0 ? worthless : all, step.pick);
    if (found === undefined) return;
    const [token, { owner }] = found;
    h.both(
      "Approve",
      actor(owner),
      (from) => world.call(from, "Approve", { operator: Address.id(h.people.stranger), tokens: [BigInt(token)] }),
      () => model.touch(world.epoch),
      () => undefined,
    );
    h.both(
      "BurnFrom",
      "stranger",
      (from) => world.call(from, "BurnFrom", { from: Address.id(owner), tokens: [BigInt(token)] }),
      () => model.burn(world.epoch, [token]),
      () => undefined,
    );
  },

  withdraw(h: History, step: Step): void {
    const { world, model } = h;
    const who = whoIs(step);
    const id = h.people[who];
    const tokens = [...h.books.positions]
      .filter(([, { owner }]) => owner === id)
      .map(([token]) => token)
      .slice(0, step.part % 5);
    const before = world.balanceOf(who);
    const oneByOne = withdrawSingly(h, who, tokens.toReversed());
    const paid = h.both(
      "Withdraw",
      who,
      (from) => world.call(from, "Withdraw", { tokens: tokens.map(BigInt), recipient: null }),
      () => model.withdraw(world.epoch, tokens),
      ({ ret }) => ret,
    );
    expect(world.balanceOf(who) - before, "Withdraw sends what it answers").toBe(paid);
    expect(oneByOne, "I9 settled in any order, together or one by one, it is the same sum").toBe(paid);
    expect(withdrawSingly(h, who, tokens), "I9 nothing is settled twice").toBe(0n);
  },

  redeem(h: History, step: Step): void {
    const { world, model } = h;
    const found = chosen([...h.books.positions], step.pick);
    if (found === undefined) return;
    const [token, position] = found;
    const principal = principalOf(h.books, position);
    const amount = attoFil(step.who % 3 === 0 ? principal : share(principal, step.part));
    h.both(
      "Redeem",
      actor(position.owner),
      (from) => world.call(from, "Redeem", { token: BigInt(token), amount }),
      () => model.redeem(world.epoch, token, amount),
      ({ ret }) => Number(ret),
    );
  },

  exitNow(h: History, step: Step): void {
    const { world, model } = h;
    const found = chosen([...h.books.positions], step.pick);
    if (found === undefined) return;
    const [token, position] = found;
    const principal = principalOf(h.books, position);
    const amount = attoFil(step.who % 3 === 0 ? principal : share(principal, step.part));
    const least = attoFil(step.who % 5 === 0 ? (amount * 97n) / 100n : 0n);
    const facts = h.allFacts();
    const before = world.balanceOf(position.owner as ActorId);
    const paid = h.both(
      "ExitNow",
      actor(position.owner),
      (from) => world.call(from, "ExitNow", { token: BigInt(token), amount, least }),
      () => model.exitNow(world.epoch, token, amount, least, facts),
      ({ ret }) => ret,
    );
    expect(world.balanceOf(position.owner as ActorId) - before, "ExitNow sends what it answers").toBe(paid ?? 0n);
  },

  /** Mostly one that has not matured yet, if there is one. */
  cancel(h: History, step: Step): void {
    const all = [...h.books.requests];
    const young = all.filter(([, { since }]) => h.world.epoch < since + h.books.terms.notice);
    const found = chosen(young.length > 0 && step.who % 4 > 0 ? young : all, step.pick);
    if (found === undefined) return;
    const [request, { owner }] = found;
    h.both(
      "CancelRedemption",
      actor(owner),
      (from) => h.world.call(from, "CancelRedemption", { request: BigInt(request) }),
      () => h.model.cancel(h.world.epoch, request),
      ({ ret }) => Number(ret),
    );
  },

  finalize(h: History, step: Step): void {
    const facts = h.allFacts();
    const max = 1 + (step.pick % 4);
    h.both(
      "Finalize",
      "stranger",
      (from) => h.world.call(from, "Finalize", { max }),
      () => h.model.finalize(h.world.epoch, max, facts),
      ({ ret }) => ({ paid: ret.paid, done: Number(ret.done) }),
    );
  },

  finalizeSide(h: History, step: Step): void {
    const request = chosen(
      [...h.books.requests.keys()].filter((id) => id % 2 === 1),
      step.pick,
    );
    if (request === undefined) return;
    const facts = h.allFacts();
    h.both(
      "FinalizeSide",
      "stranger",
      (from) => h.world.call(from, "FinalizeSide", { request: BigInt(request) }),
      () => h.model.finalizeSide(h.world.epoch, request, facts),
      ({ ret }) => ret,
    );
  },

  claim(h: History, step: Step): void {
    const request = chosen([...h.books.requests.keys()], step.pick);
    if (request === undefined) return;
    h.both(
      "ClaimRedemption",
      "stranger",
      (from) => h.world.call(from, "ClaimRedemption", { requests: [BigInt(request)] }),
      () => h.model.claimRedemption(h.world.epoch, request),
      ({ ret }) => ret,
    );
  },

  bareSend(h: History, step: Step): void {
    const amount = share(fil(20), step.part);
    h.world.bareSend("stranger", h.world.actor, amount);
    h.donated += amount;
  },

  sweep(h: History): void {
    const { donated } = h;
    h.both(
      "Sweep",
      "stranger",
      (from) => h.world.call(from, "Sweep", {}),
      () => {
        h.model.sweep(h.world.epoch, donated);
        h.donated = 0n;
        return donated;
      },
      ({ ret }) => ret,
    );
  },

  adoptMiner(h: History, step: Step): void {
    const { world, model } = h;
    const sender = h.operator(step);
    const miner = step.pick % 4 === 0 ? h.miner(step.part) : bornFor(world);
    const known = h.books.miners.has(miner);
    // Only what is there to be adopted has an owner's consent; what is in custody needs none to be refused.
    if (!known && step.pick % 4 === 0) return;
    if (!known && !approve(h, miner, h.people.stranger, h.people.worker)) return;
    h.both(
      "AdoptMiner",
      sender,
      (from) => world.call(from, "AdoptMiner", { miner }),
      () => {
        model.adoptMiner(world.epoch, miner);
        h.put.set(miner, 0n);
        h.born.push(miner);
      },
      () => undefined,
    );
  },

  /** On to where a vote ends, its decision may be carried out or not any more, or a nominee may accept; or one epoch before. */
  moment(h: History, { pick }: Step): void {
    const ahead = moments(h.present)
      .filter((epoch) => epoch > h.world.epoch)
      .sort((x, y) => x - y);
    const next = chosen(ahead, pick % 3);
    if (next !== undefined) h.world.advance(Math.max(0, next - h.world.epoch - (pick % 7 === 6 ? 1 : 0)));
  },

  propose,
  vote,
  execute,
  cancelProposal,
  decide,
  crowd,

  proposeOperator(h: History, step: Step): void {
    const who = step.pick % 8 === 7 ? h.miners[0] : chosen([h.people.alice, h.people.bob, h.people.carol, h.people.operator], step.pick);
    if (who === undefined) return;
    h.both(
      "ProposeOperator",
      h.operator(step),
      (from) => h.world.call(from, "ProposeOperator", { operator: Address.id(who) }),
      () => h.model.proposeOperator(h.world.epoch, who, who !== h.miners[0]),
      () => undefined,
    );
  },

  acceptOperator(h: History, step: Step): void {
    const { nominee } = h.books.votes;
    const sender = step.who % 4 === 0 || nominee === null ? h.people[whoIs(step)] : nominee.id;
    if (nominee !== null && nominee.from > h.world.epoch && step.pick % 3 > 0) h.world.advance(nominee.from - h.world.epoch);
    h.both(
      "AcceptOperator",
      actor(sender),
      (from) => h.world.call(from, "AcceptOperator", {}),
      () => h.model.acceptOperator(h.world.epoch),
      () => undefined,
    );
  },

  /** Mostly a junior that a replaced operator held. */
  convertJunior(h: History, step: Step): void {
    const all = [...h.books.positions];
    const former = all.filter(([token, { side }]) => side === "junior" && h.books.votes.former.some((held) => held.has(token)));
    const found = chosen(former.length > 0 && step.who % 4 > 0 ? former : all, step.pick);
    if (found === undefined) return;
    const facts = h.allFacts();
    h.both(
      "ConvertJunior",
      "stranger",
      (from) => h.world.call(from, "ConvertJunior", { token: BigInt(found[0]) }),
      () => h.model.convertJunior(h.world.epoch, found[0], facts),
      ({ ret }) => ret,
    );
  },

  release(h: History, step: Step): void {
    const found = chosen(
      [...h.books.positions].filter(([, { miner }]) => miner !== null),
      step.pick,
    );
    if (found === undefined) return;
    const [token, { miner, owner }] = found;
    if (miner === null || !h.books.miners.has(miner)) return;
    const facts = h.allFacts();
    h.both(
      "ReleaseMiner",
      actor(owner),
      (from) => h.world.call(from, "ReleaseMiner", { miner: miner as ActorId, token: BigInt(token), to: Address.id(owner) }),
      () => h.model.releaseMiner(h.world.epoch, miner, token, facts),
      ({ ret }) => ret,
    );
  },
};
