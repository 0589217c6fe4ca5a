import type { ApprovalView } from "../../wallet/approval-views.ts";
import { Address } from "../../filecoin/address.ts";
import type { Draft } from "../../wallet/draft.ts";
import type { Flow } from "./flow.ts";
import { KINDS, lieInstead, type Answer, type Call, type Kind, type Plausible } from "./kinds.ts";
import { lostTruth } from "./oracle.ts";
import { Random } from "./random.ts";
import type { Scene } from "./scene.ts";
import { keyOf, type Host, type Liar } from "./two-faced-nodes.ts";

/** Reviews one flow again and again, each time with one call lied about. */

/** Who lies: one node, or each at every other asking of the call. */
export const LIARS = ["first", "second", "inTurn", "inTurnSecond"] as const;
export type Who = (typeof LIARS)[number];

export interface Case {
  readonly name: string;
  readonly method: string;
  readonly key: string;
  /** while the approval is made, or while it is confirmed */
  readonly phase: "review" | "confirm";
  readonly who: Who;
  readonly kind: Kind;
}

type Asked = readonly { readonly call: Call; readonly answer: Answer; readonly hosts: ReadonlySet<Host> }[];

export interface Recorded {
  readonly approval: ApprovalView;
  readonly calls: Asked;
  /** of the confirmation; none where honest nodes foresee a failure */
  readonly confirmCalls: Asked;
  readonly plausible: Plausible;
  readonly ask: () => Promise<ApprovalView | string>;
}

/** The honest run of a flow: its calls, by which the cases go; with or without those of its confirmation, which takes long where a password is asked for. */
export async function record(scene: Scene, flow: Flow, withConfirm: boolean): Promise<Recorded> {
  const { worker, nodes } = scene;
  const body = await flow.body(scene);
  const ask = async (): Promise<ApprovalView | string> => {
    worker.restart();
    const reply = await worker.answer(flow.message, body);
    return reply.ok ? worker.approval((reply.body as { approvalId: string }).approvalId) : reply.code;
  };
  nodes.asked.clear();
  const approval = await ask();
  if (typeof approval === "string") throw new Error(`${flow.name}: honest nodes, and the review ends with ${approval}`);
  if ((approval.blocked?.code === "blocked.dryRun") !== (flow.refused === true) || (approval.blocked !== null && flow.refused !== true))
    throw new Error(`${flow.name}: honest nodes, and it is ${JSON.stringify(approval.blocked)} ${JSON.stringify(approval.dryRun.exitText)}`);
  const calls = [...nodes.asked.values()];
  const confirmCalls = flow.refused === true || !withConfirm ? [] : await callsOfConfirm(scene, approval);
  return { approval, calls, confirmCalls, plausible: plausibleIn(scene, calls), ask };
}

async function callsOfConfirm(scene: Scene, approval: ApprovalView): Promise<Asked> {
  const before = stateOf(scene);
  scene.nodes.asked.clear();
  scene.worker.restart();
  await scene.worker.confirm({ approvalId: approval.id });
  const calls = [...scene.nodes.asked.values()];
  before.restore();
  return calls;
}

function plausibleIn({ operator, holder, third, stranger, miner, actor, worker }: Scene, calls: Recorded["calls"]): Plausible {
  const texts = JSON.stringify(calls.map(({ answer }) => answer));
  const found = (pattern: RegExp): string[] => [...new Set(texts.match(pattern) ?? [])];
  return {
    ids: [...new Set(["t0100", "t0101", "t0102", "t0103", miner, worker.devnet.miners[1]?.address as string, ...(actor === "" ? [] : [actor])])],
    robust: [operator, holder, third, stranger],
    cids: found(/ba[a-z2-7]{50,}/g).slice(0, 200),
    blocks: calls.flatMap(({ call, answer }) => (call.method === "ChainReadObj" && typeof answer.result === "string" ? [answer.result] : [])),
  };
}

/** Every call by every liar who is asked it, with every kind of lie. */
export function casesOf(flow: Flow, { calls, confirmCalls }: Recorded): Case[] {
  const of = (asked: Asked, phase: Case["phase"]): Case[] =>
    asked.flatMap(({ call, hosts }, at) =>
      LIARS.filter((who) => (who === "first" || who === "second" ? hosts.has(who) : hosts.size === 2)).flatMap((who) =>
        KINDS.map((kind) => ({
          name: `${flow.name} / ${phase} / ${call.method} ${at} / ${who} / ${kind}`,
          method: call.method,
          key: keyOf(call),
          phase,
          who,
          kind,
        })),
      ),
    );
  return [...of(calls, "review"), ...of(confirmCalls, "confirm")];
}

export interface Outcome {
  readonly name: string;
  /** the lie was told, so the call was asked */
  readonly told: boolean;
  readonly lost: readonly string[];
  /** how the review ended: a refusal's code, or the approval's state */
  readonly end: string;
}

/** Longer than any answer is waited for, shorter than the lock. */
const LATE_MS = 95_000;

/** One review with one lie, against the honest reading of the same draft. `seed`: other values of the same kind of lie. */
export async function tryCase(scene: Scene, { plausible, ask }: Recorded, one: Case, seed: string): Promise<Outcome> {
  const { liar, wasTold } = liarOf(scene, plausible, one, seed);
  return tryLiar(scene, ask, one.name, liar, wasTold);
}

/** A confirmation with one lie: what is signed then is what was shown. */
export async function tryConfirm(scene: Scene, { plausible, ask }: Recorded, one: Case, seed: string): Promise<Outcome> {
  const { worker, nodes } = scene;
  const before = stateOf(scene);
  const approval = await ask();
  if (typeof approval === "string") throw new Error(`honest nodes, and the review ends with ${approval}`);
  const { liar, wasTold } = liarOf(scene, plausible, one, seed);
  worker.s.clock.now += 1_000;
  worker.restart();
  nodes.lie = liar;
  const reply = await worker.answer("approvals.confirm", worker.consentTo(approval));
  nodes.lie = (_call, answer) => answer;
  const attempts = (await worker.app.slots.all()).flatMap((slot) => slot.attempts.filter(({ approvalId }) => approvalId === approval.id));
  const lost = attempts.flatMap(({ cid, signed, unsigned }) =>
    cid === approval.cid || signed === null ? [] : [`${unsigned} is signed instead of what was shown`],
  );
  const unsaid = !reply.ok && attempts.some(({ signed }) => signed !== null) ? ["it is signed, and the page is told that it is not"] : [];
  before.restore();
  return { name: one.name, told: wasTold(), lost: [...lost, ...unsaid], end: reply.ok ? "signed" : reply.code };
}

function liarOf(scene: Scene, plausible: Plausible, one: Case, seed: string): { liar: Liar; wasTold: () => boolean } {
  const random = new Random(`${seed} ${one.name}`);
  let told = false;
  const asked = { first: 0, second: 0 };
  const liar: Liar = (call, answer, host) => {
    if (keyOf(call) !== one.key || !liesNow(one.who, host, asked[host]++)) return answer;
    told = true;
    if (one.kind === "late") scene.worker.s.clock.now += LATE_MS;
    return lieInstead(one.kind, answer, plausible, random);
  };
  return { liar, wasTold: () => told };
}

const liesNow = (who: Who, host: Host, asked: number): boolean =>
  who === "first" || who === "second" ? host === who : (host === "first") === ((asked % 2 === 0) === (who === "inTurn"));

export async function tryLiar(scene: Scene, ask: Recorded["ask"], name: string, liar: Liar, wasTold: () => boolean): Promise<Outcome> {
  const { nodes } = scene;
  const before = stateOf(scene);
  nodes.lie = liar;
  const shown = await ask();
  nodes.lie = (_call, answer) => answer;
  before.restoreClock();
  const lost =
    typeof shown === "string" || shown.state === "blocked" ? [] : [...(await notOneActor(scene, shown)), ...lostTruth(shown, await honestly(scene, shown))];
  before.restore();
  return { name, told: wasTold(), lost, end: typeof shown === "string" ? shown : shown.state };
}

/** The wallet's storage and clock, to be put back. The lock remembers the time, so it goes with the clock. */
function stateOf({ worker: { s } }: Scene): { restore: () => void; restoreClock: () => void } {
  const [records, now, session] = [s.database.records, s.clock.now, new Map(s.session.values)];
  const restoreClock = (): void => {
    s.clock.now = now;
    s.session.values.clear();
    for (const [key, value] of session) s.session.values.set(key, value);
  };
  return {
    restoreClock,
    restore: () => {
      restoreClock();
      s.database.records = records;
    },
  };
}

/** Forms of an address that the approval calls one actor's, and an id that stands for a typed address, as the devnet itself has them. */
async function notOneActor({ worker, nodes }: Scene, shown: ApprovalView): Promise<string[]> {
  const record = await worker.app.approvals.store.get(shown.id);
  const forms = [...shown.parties.map((party) => party.forms), ...shown.params.fields.flatMap(({ address }) => (address === null ? [] : [address]))];
  const pairs = [
    ...Object.entries(record.draft.typed ?? {}).map(([id, typed]) => [Address.parse(id).toString("t"), Address.parse(typed).toString("t")] as const),
    ...forms.flatMap(({ id, robust }) => (id === null || robust === null ? [] : [[id, robust] as const])),
  ];
  const truths = await Promise.all(pairs.map(([, robust]) => nodes.truth({ method: "StateLookupID", params: [robust, []] })));
  return pairs.flatMap(([id, robust], at) => (truths[at]?.result === id ? [] : [`${robust} is called ${id}, and is ${JSON.stringify(truths[at])}`]));
}

/** The same draft as honest nodes have it read. */
async function honestly({ worker }: Scene, { id }: ApprovalView): Promise<ApprovalView> {
  worker.restart();
  const { draft } = (await worker.app.approvals.store.get(id)) as { draft: Draft };
  const { approvalId } = await worker.app.approvals.request(draft, await worker.app.scopes.madeFor(draft));
  return worker.approval(approvalId);
}
