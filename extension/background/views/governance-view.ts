import { Address } from "../../../filecoin/address.ts";
import { attoFil } from "../../../filecoin/units.ts";
import type { PositionView as TokenView, ProposalView, Terms } from "../../../actor/abi/methods.generated.ts";
import { releaseOf } from "../../../actor/abi/releases.ts";
import { getPool, getTerms, listPositions, readView } from "../../../actor/abi/views.ts";
import type { GovernanceView, ProposalLine } from "../../shared/governance-views.ts";
import { addressOf, epochOf, numberOf, say } from "../../../wallet/phrase.ts";
import type { Phrase } from "../../../wallet/values.ts";
import { exitPhrase } from "../../../wallet/prediction/dry-run.ts";
import { chainText } from "../../../wallet/told/chain-text.ts";
import { accountWithId, type Scope } from "../../../wallet/scope.ts";
import { actionWords, isHeavy } from "../../../wallet/reading/action-words.ts";
import * as acts from "../../../wallet/acts/owner-acts.ts";
import { ownerReader, requireOwnerActor } from "../../../wallet/told/owner-reads.ts";

/** Proposals of an owner actor with what each would do, how the vote stands, and who of this wallet may vote. */

const STATES = ["voting", "failed", "waiting", "ready", "expired", "executed", "cancelled", "ended"] as const;
/** Newest proposals that are shown. */
const NEWEST = 64n;
const BPS = 10_000n;
const [SENIOR, JUNIOR] = [0, 1];
const [AGAINST, ABSTAIN] = [0, 2];
const RULE_FORBIDS = 20;

interface Own {
  account: Address;
  token: TokenView;
}

const shareBps = (part: bigint, whole: bigint): number => (whole === 0n ? 0 : Number((part * BPS) / whole));

export async function readGovernance(scope: Scope, actor: Address): Promise<GovernanceView> {
  await requireOwnerActor(scope, actor);
  const reader = ownerReader(scope, actor);
  const [pool, terms, governance, own] = await Promise.all([getPool(reader), getTerms(reader), readView(reader, "GetGovernance", {}), ownTokens(scope, actor)]);
  const from = governance.next > NEWEST ? governance.next - NEWEST : 0n;
  const { proposals } = await readView(reader, "ListProposals", { from, limit: Number(NEWEST) });
  const behind = new Map(proposals.filter(({ state }) => STATES[state] === "voting" || state === 2 || state === 3).map((p) => [p.proposal.token, p.id]));
  const limits = governance.limits ?? terms.limits;
  const issuer = governance.issuerVoted ? (governance.issuer === null ? null : Address.id(governance.issuer)) : terms.issuer;
  const voters = pool.senior.principal === 0n ? JUNIOR : SENIOR;
  const { prefix } = scope.actors;
  return {
    actor: actor.toString(prefix),
    name: chainText(terms.name),
    epoch: scope.head.height,
    readAt: scope.now(),
    source: scope.actors.source,
    voting: terms.voting,
    now: {
      sealing: pool.sealing,
      limits: { maxMiners: limits.maxMiners, maxPerMiner: limits.maxPerMiner.toString(), maxForwardPerDay: limits.maxForwardPerDay.toString() },
      operator: await scope.actors.forms(Address.id(pool.operator)),
      nominee:
        governance.nominee === null
          ? null
          : {
              forms: await scope.actors.forms(Address.id(governance.nominee)),
              from: governance.nomineeFrom,
              refusal: governance.refusal === 0n ? null : governance.refusal.toString(),
            },
      codes: governance.codes.map((code) => ({ code: code.toString(), release: releaseOf(code.toString()) })),
      issuer: issuer?.toString(prefix) ?? null,
    },
    proposals: await Promise.all([...proposals].reverse().map((view) => proposalLine(scope, actor, terms, view, own))),
    tokens: own.map(({ account, token }) => ({
      account: account.toString(prefix),
      token: token.token.toString(),
      principal: token.principal.toString(),
      blocked: proposeBlocked(token, voters, terms, scope.head.height, behind.get(token.token) ?? null),
    })),
  };
}

/** Positions of this wallet's accounts here. */
async function ownTokens(scope: Scope, actor: Address): Promise<Own[]> {
  const own: Own[] = [];
  for (const account of scope.accounts) {
    if ((await scope.actors.at(account)).id === null) continue;
    for (const token of await listPositions(ownerReader(scope, actor), account)) own.push({ account, token });
  }
  return own;
}

/** First epoch at which a position of this age may propose, or null when it may now. */
const youngUntil = (token: TokenView, terms: Terms, at: number): number | null =>
  token.since > at - terms.voting.delay ? token.since + terms.voting.delay : null;

function proposeBlocked(token: TokenView, voters: number, terms: Terms, now: number, stands: bigint | null): Phrase | null {
  if (token.kind !== voters) return say("vote.otherClass");
  if (token.principal === 0n) return say("position.worthless");
  const until = youngUntil(token, terms, now);
  if (until !== null) return say("vote.young", { epoch: epochOf(until) });
  return stands === null ? null : say("vote.standsBehind", { proposal: numberOf(stands) });
}

async function proposalLine(scope: Scope, actor: Address, terms: Terms, view: ProposalView, own: readonly Own[]): Promise<ProposalLine> {
  const { proposal: p, id } = view;
  const { prefix } = scope.actors;
  const heavy = isHeavy(p.action);
  const { key, params } = actionWords(p.action, (address) => addressOf(address.toString(prefix)));
  const state = STATES[view.state] ?? "ended";
  const seniorsVote = p.voters === SENIOR;
  const all = seniorsVote ? p.senior : p.junior;
  const ends = p.epoch + terms.voting.period;
  const ready = ends + (key === "refuse" ? 0 : terms.voting.delay);
  const closes = ends + terms.voting.delay + terms.voting.grace;
  const moment = (epoch: number): { epoch: number; time: number } => ({ epoch, time: Math.max(0, scope.timeOf(epoch)) });
  const proposer = Address.id(p.proposer);
  const account = await accountWithId(scope, proposer);
  return {
    id: id.toString(),
    state,
    action: say(`action.${key}`, params),
    heavy,
    proposer: (account ?? proposer).toString(prefix),
    token: p.token.toString(),
    stake: p.stake.toString(),
    class: seniorsVote ? "senior" : "junior",
    votes: [
      { choice: "for", atto: p.yes.toString(), shareBps: shareBps(p.yes, all) },
      { choice: "against", atto: p.no.toString(), shareBps: shareBps(p.no, all) },
      { choice: "abstain", atto: p.abstained.toString(), shareBps: shareBps(p.abstained, all) },
    ],
    vetoes: heavy && seniorsVote ? { atto: p.vetoes.toString(), shareBps: shareBps(p.vetoes, p.junior) } : null,
    quorum: { bps: shareBps(p.yes, p.senior + p.junior), need: terms.voting.quorumBps },
    approval: { bps: shareBps(p.yes, p.yes + p.no), need: terms.voting.approvalBps },
    proposed: moment(p.epoch),
    ends: moment(ends),
    ready: moment(ready),
    closes: moment(closes),
    execute: state === "ready",
    cancel: state === "voting" && !p.contested && key !== "refuse" && account !== null ? account.toString(prefix) : null,
    ballots: state === "voting" ? await Promise.all(own.map((each) => ballot(scope, actor, terms, view, heavy, each))) : [],
  };
}

/** What one position may do at a vote. Whether it has voted already, only the actor can tell: it is asked by a dry run. */
async function ballot(
  scope: Scope,
  actor: Address,
  terms: Terms,
  { id, proposal: p }: ProposalView,
  heavy: boolean,
  { account, token }: Own,
): Promise<ProposalLine["ballots"][number]> {
  const vetoOnly = token.kind !== p.voters;
  const line = { account: account.toString(scope.actors.prefix), token: token.token.toString(), principal: token.principal.toString(), vetoOnly };
  if (vetoOnly && !(heavy && p.voters === SENIOR)) return { ...line, blocked: say("vote.otherClass") };
  if (token.since > p.epoch - terms.voting.delay) return { ...line, blocked: say("vote.tooYoung") };
  const { receipt, error } = await scope.node.stateCall({
    ...acts.vote(actor, id, [token.token], vetoOnly ? AGAINST : ABSTAIN),
    version: 0,
    from: account,
    nonce: 0,
    value: attoFil(0n),
    gasLimit: 0,
    gasFeeCap: attoFil(0n),
    gasPremium: attoFil(0n),
  });
  const exit = receipt?.exitCode ?? -1;
  return { ...line, blocked: exit === 0 ? null : exit === RULE_FORBIDS ? say("vote.voted") : exitPhrase(exit, null, error) };
}
