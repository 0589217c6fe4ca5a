/** Each rule of actor/abi/rules held against the actor's Wasm: what the rule says is tried there, and taken back. */
import { expect } from "vitest";
import type { OwnerStructs } from "../../actor/abi/methods.generated.ts";
import { ACTION, CLASS } from "../../actor/abi/policy.ts";
import { requestedOf } from "../../actor/abi/rules/class-book.ts";
import { depositBar, depositOf, mostDeposit, mostStake, stakeBar } from "../../actor/abi/rules/deposits.ts";
import { exitNow, freeToLeave, isPart, isSplittable, mostToLeave, positionBar } from "../../actor/abi/rules/exits.ts";
import { forwardable } from "../../actor/abi/rules/forwards.ts";
import { divide, harvestOf } from "../../actor/abi/rules/harvest.ts";
import { measure, measureAll } from "../../actor/abi/rules/loss.ts";
import { releaseValue } from "../../actor/abi/rules/release.ts";
import { areExitsFree, oldEnoughFrom, stateOf, votersOf } from "../../actor/abi/rules/votes.ts";
import { Address } from "../../filecoin/address.ts";
import { type ActorId, attoFil } from "../../filecoin/units.ts";
import { eventOf } from "../owner/world.ts";
import { type Scene, type SceneMiner, trying, tryingWith } from "./scene.ts";

/** Exit codes: bad parameter, not enough money, a rule. */
const [BAD_PARAMETER, TOO_LITTLE, RULE] = [16, 19, 20];
const OUTCOMES = [0, BAD_PARAMETER, TOO_LITTLE, RULE];

/** Counts what a rule was seen to say. */
export type Note = (what: string) => void;

const operatorOf = (scene: Scene): ActorId => scene.root.operator.id;

/** GetPool's books are the state's, but for what the view rounds of the coupon. */
export function booksAgree({ books, told, root }: Scene): void {
  const { arrears, ...rest } = inPrincipal(books);
  const { arrears: toldArrears, ...toldRest } = inPrincipal(told);
  // Of a silent operator the view does not tell whether he had said before that he leaves, nor when he came into office if he never called.
  expect({ ...toldRest, hasLeft: rest.hasLeft }).toEqual(rest);
  if (!books.hasLeft && root.operator.seen > 0) expect(told.hasLeft).toBe(false);
  expect(toldArrears === null).toBe(arrears === null);
  const missing = (arrears ?? 0n) - (toldArrears ?? 0n);
  expect(missing >= 0n && missing * books.senior.shares <= 2n ** 128n + books.senior.shares, "up to one attoFIL for all shares").toBe(true);
}

/** What requests ask, as principal: as many shares as the view stands for may be more than there are, and ask no more. */
const inPrincipal = (books: Scene["books"]) => ({
  ...books,
  senior: { ...books.senior, requested: requestedOf(books.senior) },
  junior: { ...books.junior, requested: requestedOf(books.junior) },
});

/** The room takes exactly so much, and not an attoFIL more; of others than the operator, who is there again with whatever he calls. */
export function roomHolds(scene: Scene, note: Note): void {
  const { world, books, terms } = scene;
  const most = mostDeposit(books, terms);
  const send = (amount: bigint) => tryingWith(world, world.people.stranger, amount, () => world.call("stranger", "Deposit", {}, amount));
  if (
    depositBar(
      books,
      scene.miners.map(({ book }) => book),
      scene.isMoving,
    ) !== null ||
    most < terms.minimumDeposit
  ) {
    note("deposit barred");
    expect([BAD_PARAMETER, RULE]).toContain(send(terms.minimumDeposit).exitCode);
    return;
  }
  note("deposit");
  const done = send(most);
  expect([most, done.exitCode, done.error]).toEqual([most, 0, ""]);
  expect(send(most + 1n).exitCode).toBe(RULE);
  const parts = depositOf(books, most);
  const { amount, coupon } = eventOf(done, "deposit");
  expect({ amount, coupon: coupon ?? 0n }).toEqual({ amount: parts.principal, coupon: parts.coupon });
  if (parts.coupon > 0n) note("deposit buys coupon");
}

export function stakeRoomHolds(scene: Scene, note: Note): void {
  const { world, books, terms } = scene;
  const operator = operatorOf(scene);
  const most = mostStake(books, terms);
  const send = (amount: bigint): number => tryingWith(world, operator, amount, () => world.call(operator, "StakeJunior", {}, amount)).exitCode;
  if (
    stakeBar(
      books,
      scene.miners.map(({ book }) => book),
      scene.isMoving,
    ) !== null ||
    most === 0n
  ) {
    note("stake barred");
    expect(send(terms.minimumDeposit)).toBe(RULE);
    return;
  }
  note("stake");
  // An amount that makes no share is refused for that alone.
  expect([0, BAD_PARAMETER]).toContain(send(most));
  expect(send(most + 1n)).toBe(RULE);
}

/** Forward takes what lies between the bounds, and nothing beside. */
export function forwardableHolds(scene: Scene, { id, book, facts }: SceneMiner, note: Note): void {
  if (scene.terms.attestedMethods.length > 0) return;
  const { world, books, terms, limits, today, isMoving } = scene;
  const miners = scene.miners.map((miner) => miner.book);
  const found = forwardable({ books, terms, limits, miners, today, isMoving }, book, facts);
  const send = (amount: bigint): number =>
    trying(world, () => world.call(operatorOf(scene), "Forward", { miner: id, amount: attoFil(amount), attestation: null })).exitCode;
  if (found.bar !== null) {
    note(`forward ${found.bar}`);
    for (const amount of [1n, 10n ** 18n, books.liquid]) if (amount > 0n) expect([found.bar, TOO_LITTLE, RULE]).toContain(send(amount));
    return;
  }
  note("forward");
  expect(send(found.most)).toBe(0);
  expect(send(found.least)).toBe(0);
  expect([TOO_LITTLE, RULE]).toContain(send(found.most + 1n));
  if (found.least > 1n) {
    note("forward from a least amount on");
    expect(send(found.least - 1n)).toBe(RULE);
  }
}

/** Measure books the loss that is foretold, on those who are. */
export function lossHolds({ world, books }: Scene, { id, book, facts }: SceneMiner, note: Note): void {
  const { loss, borne } = measure(books, book, facts);
  const done = trying(world, () => world.call("stranger", "Measure", { miner: id }));
  expect([done.exitCode, done.ret]).toEqual([0, loss]);
  if (loss === 0n) return;
  note("loss");
  const { withheld, junior, senior } = eventOf(done, "loss");
  expect({ withheld, junior, senior }).toEqual(borne);
}

/** A harvest brings what is foretold, and it is divided so. */
export function harvestHolds(scene: Scene, { id, book, facts }: SceneMiner, note: Note): void {
  const { world, books, terms } = scene;
  const found = harvestOf(books, book, facts);
  trying(world, () => {
    const flowing = world.pool().streamLeft;
    const done = world.call("stranger", "Harvest", { miner: id });
    if (typeof found === "string") {
      note(`harvest ${found}`);
      expect([found, done.exitCode]).toEqual([found, done.exitCode === 0 ? -1 : done.exitCode]);
      return;
    }
    expect([done.exitCode, done.error, done.ret]).toEqual([0, "", found.reward]);
    const vesting = found.facts.vesting - found.facts.matured;
    const isFlagged = scene.miners.some((miner) => miner.book.flagged);
    const parts = divide({ books: found.books, terms, legacy: book.legacy, vesting, isFlagged }, found.reward, true);
    const event = eventOf(done, "harvest");
    const fees = parts.fees.reduce((sum, fee) => sum + fee, 0n);
    expect({ ...event, coupon: event.coupon ?? 0n }).toMatchObject({
      principal: 0n,
      tip: parts.tip,
      coupon: parts.coupon,
      recovered: parts.recovered,
      legacy: parts.legacy,
      fees,
    });
    const after = world.state();
    expect(after.fees - scene.root.fees).toBe(fees + parts.residual - found.borne.withheld);
    // What the operator forgoes pays coupon first, should an attoFIL be due still.
    const forgone = after.stream.left - flowing - parts.stream;
    expect(forgone === parts.forgone || (parts.forgone > 0n && forgone === parts.forgone - 1n)).toBe(true);
    expect(parts.tip + parts.coupon + parts.legacy + fees + parts.residual + parts.juniors + parts.stream + parts.forgone).toBe(found.reward);
    noteHarvest(note, found.reward, parts);
  });
}

function noteHarvest(note: Note, reward: bigint, parts: ReturnType<typeof divide>): void {
  if (reward > 0n) note("harvest");
  for (const part of ["tip", "coupon", "recovered", "legacy", "residual", "juniors", "stream", "forgone"] as const)
    if (parts[part] > 0n) note(`harvest: ${part}`);
}

/** ExitNow pays what is foretold, or is refused. */
export function exitHolds(scene: Scene, { token, view }: Scene["positions"][number], note: Note): void {
  const { world, terms } = scene;
  const books = measureAll(scene.books, scene.miners);
  // A loss that is booked first lowers what the position is worth.
  const position = {
    ...view,
    principal: attoFil(scene.books.senior.principal === 0n || view.kind !== CLASS.SENIOR ? view.principal : worthAfter(scene, books, token)),
  };
  const most = mostToLeave(position.principal, freeToLeave(books), terms);
  const amounts = [position.principal, most, most + 1n, terms.minimumDeposit, position.principal - terms.minimumDeposit].filter((amount) => amount > 0n);
  for (const amount of amounts) {
    const found = exitNow(books, position, amount, terms, areExitsFree(scene.proposals));
    const done = trying(world, () => world.call(view.owner, "ExitNow", { token, amount: attoFil(amount), least: attoFil(0n) }));
    expect(OUTCOMES).toContain(done.exitCode);
    if (typeof found === "string") {
      note(`exit ${found}`);
      expect([found, done.exitCode === 0]).toEqual([found, false]);
    } else {
      note("exit");
      expect([done.exitCode, done.error, done.ret]).toEqual([0, "", found.paid]);
      expect(eventOf(done, "exit-now")).toMatchObject({ amount: found.paid + found.discount, discount: found.discount });
    }
  }
}

/** A position splits into parts that both reach the minimum, and into no others. */
export function splitHolds({ world, books, terms }: Scene, { token, view }: Scene["positions"][number], note: Note): void {
  const { principal } = view;
  const { minimumDeposit: least } = terms;
  for (const amount of [least, principal / 2n, principal - least, principal - least + 1n, principal]) {
    if (amount < 0n) continue;
    const c = view.kind === CLASS.SENIOR ? books.senior : books.junior;
    const isTaken = positionBar(view, books.epoch) === null && amount < principal && isPart(amount, principal, terms) && amount * c.shares >= c.principal;
    const done = trying(world, () => world.call(view.owner, "Split", { token, amount: attoFil(amount) }));
    expect([amount, done.exitCode === 0, done.error]).toEqual([amount, isTaken, isTaken ? "" : expect.anything()]);
    if (isTaken) expect(isSplittable(principal, terms)).toBe(true);
    note(isTaken ? "split" : "split refused");
  }
}

/** Who may propose, and who is too young or of the other class. */
export function proposingHolds({ world, books, terms, root }: Scene, { token, view }: Scene["positions"][number], note: Note): void {
  const action = { kind: ACTION.SET_SEALING, on: !root.sealing, actor: null, code: null, limits: null };
  const done = trying(world, () => world.call(view.owner, "Propose", { token, action }));
  const isFit = view.kind === votersOf(books) && view.principal > 0n && oldEnoughFrom(view, terms.voting) <= books.epoch;
  // A token stands behind one proposal at a time, and places are few.
  if (done.exitCode !== 0 && isFit) expect(done.error).toMatch(/stands? behind/);
  else expect([done.error, done.exitCode === 0]).toEqual([done.error, isFit]);
  note(done.exitCode === 0 ? "propose" : "propose refused");
}

function worthAfter(scene: Scene, books: Scene["books"], token: bigint): bigint {
  const { state } = scene.positions.find((position) => position.token === token)!;
  if (state.generation !== scene.root.senior.generation) return 0n;
  return (state.shares * books.senior.principal) / books.senior.shares;
}

/** A miner goes back with the principal that is foretold, or it does not. */
export function releaseHolds(scene: Scene, { id, book, facts }: SceneMiner, note: Note): void {
  const { world, books, terms, root } = scene;
  const position = scene.positions.find(({ token }) => token === book.token) ?? scene.positions.find(({ state }) => state.miner === id);
  if (position === undefined) return;
  const { token, state } = position;
  const asked = { ...state, token, isCurrent: state.generation === root.junior.generation };
  const found = releaseValue({ books, terms, miners: scene.miners }, book, facts, asked);
  const done = trying(world, () => world.call(state.owner, "ReleaseMiner", { miner: id, token, to: Address.id(world.people.bob) }));
  note(typeof found === "string" ? `release ${found}` : "release");
  if (typeof found === "string") expect([found, done.exitCode === 0]).toEqual([found, false]);
  else expect([done.exitCode, done.error, done.ret]).toEqual([0, "", found]);
}

/** A proposal stands as its votes and the time say. */
export function votesHold({ world, terms, proposals }: Scene, note: Note): void {
  for (const { proposal, state } of proposals as readonly OwnerStructs["ProposalView"][]) {
    expect(stateOf(proposal, terms.voting, world.epoch)).toBe(state);
    note(`proposal in state ${state}`);
  }
}
