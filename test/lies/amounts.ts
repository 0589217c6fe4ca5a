import type { ApprovalView } from "../../wallet/approval-views.ts";
import type { Observed } from "./observe.ts";

/** Amounts that an approval says against those that moved. All in attoFIL. */

/** Digits of an amount above a few FIL's dust; ids and epochs are shorter. */
const AMOUNT = /\b\d{15,}\b/g;

const size = (amount: bigint): bigint => (amount < 0n ? -amount : amount);
const numbersIn = (text: string | undefined): bigint[] => [...new Set(text?.match(AMOUNT) ?? [])].map(BigInt);

const saidIn = ({ sentence }: ApprovalView): { name: string; atto: bigint }[] =>
  Object.entries(sentence.params).flatMap(([name, value]) => (value.kind === "amount" ? [{ name, atto: BigInt(value.atto) }] : []));

interface Moved {
  readonly name: string;
  /** f0 */
  readonly id: string;
  readonly change: bigint;
}

const movedOf = (before: Observed, after: Observed): Moved[] =>
  [...after.balances].flatMap(([name, has]) => {
    const had = before.balances.get(name);
    return had === undefined || had === has ? [] : [{ name, id: after.ids.get(name) ?? "", change: has - had }];
  });

/** What is special about a flow's amounts; `sender`: the name of the account that pays the fee. */
interface Special {
  readonly sender: string;
  /** amounts of the sentence that nothing need come up to */
  readonly bounds?: readonly string[];
  /** what is paid has grown since the prediction, by a thousandth at most */
  readonly grows?: true;
  /** another message of the sender runs after it, whose fee is no part of this one's */
  readonly more?: true;
}

/** What moved without the sentence, or what is called the prediction, having said so much; and what the sentence says and nothing came of. */
export function amountFaults(before: Observed, after: Observed, approval: ApprovalView, { sender, bounds = [], grows, more }: Special): string[] {
  const said = saidIn(approval);
  const moved = movedOf(before, after);
  const predicted = new Map(approval.dryRun.changes.map(({ forms, change }) => [forms.id ?? forms.address, BigInt(change)]));
  const { expected, ceiling } = { expected: BigInt(approval.fee.expected), ceiling: BigInt(approval.fee.ceiling) };
  const unsaid = moved.flatMap(({ name, id, change }) => {
    const row = predicted.get(id) ?? 0n;
    if (name === sender) {
      // The fee is between nothing and its ceiling.
      const most = row + expected;
      const least = most - ceiling * (more === true ? 2n : 1n);
      return change >= least && (change <= most || (grows === true && close(change, row))) ? [] : [`${name}: ${change}, where ${row} was predicted`];
    }
    return change === row || (grows === true && close(change, row)) || said.some(({ atto }) => atto === size(change))
      ? []
      : [`${name}: ${change}, where ${row} was predicted`];
  });
  const changes = new Set(moved.map(({ change }) => size(change)).concat(BigInt(approval.message.Value)));
  const found = (atto: bigint): boolean => atto === 0n || changes.has(atto) || factsSay(before, after, atto);
  return [...unsaid, ...said.filter(({ name, atto }) => !bounds.includes(name) && !found(atto)).map(({ name, atto }) => `«${name}» of ${atto} is nowhere`)];
}

const close = (change: bigint, predicted: bigint): boolean => size(change - predicted) * 1_000n <= size(predicted);

/** A fact that changed has or had this amount, alone or as what was left of another, or changed by it. */
function factsSay(before: Observed, after: Observed, atto: bigint): boolean {
  return [...after.facts, ...after.amounts].some(([name, is]) => {
    const was = before.facts.get(name) ?? before.amounts.get(name);
    if (was === is) return false;
    const [old, now] = [numbersIn(was), numbersIn(is)];
    return [...old, ...now].includes(atto) || old.some((a) => [...old, ...now].some((b) => size(a - b) === atto));
  });
}
