/** Votes in a world: actions, an offer whose positions are old enough, and the way of a proposal through time. */
import type { OwnerStructs } from "../../actor/abi/methods.generated.ts";
import { type People, World, type WorldOptions, fil } from "./world.ts";

export type Action = OwnerStructs["Action"];

export const KIND = { sealing: 0, limits: 1, refuse: 2, replace: 3, allow: 4, migrate: 5, issuer: 6, clear: 7 } as const;
export const STATE = { voting: 0, failed: 1, waiting: 2, ready: 3, expired: 4, executed: 5, cancelled: 6, ended: 7 } as const;
export const CHOICE = { against: 0, for: 1, abstain: 2 } as const;
/** The voting terms of terms.ts. */
export const DELAY = 2_880;
export const PERIOD = 20_160;
export const GRACE = 20_160;

export function action(kind: number, fields: Partial<Action> = {}): Action {
  return { kind, on: false, actor: null, code: null, limits: null, ...fields };
}

export const SEAL_OFF = action(KIND.sealing);

/** Alice holds token 1 with 100 FIL, Bob 2 with 60, Carol 3 with 40, the operator token 4: 100 FIL of junior; all old enough. */
export function offer(options: WorldOptions = {}): World {
  const world = World.create(options);
  world.openDeposits();
  world.deposit("alice", fil(100));
  world.deposit("bob", fil(60));
  world.deposit("carol", fil(40));
  world.stakeJunior(fil(100));
  world.advance(DELAY);
  return world;
}

export function propose(world: World, what: Action, who: keyof People = "alice", token = 1n): bigint {
  return world.must(who, "Propose", { token, action: what });
}

export function vote(world: World, proposal: bigint, who: keyof People, tokens: readonly bigint[], choice: number = CHOICE.for): bigint {
  return world.must(who, "Vote", { proposal, tokens, choice });
}

export const stateOf = (world: World, proposal: bigint): number => world.must("stranger", "GetProposal", { proposal }).state;

/** Alice proposes, Alice and Bob vote for it, and it may be executed. */
export function pass(world: World, what: Action): bigint {
  const proposal = propose(world, what);
  vote(world, proposal, "alice", [1n]);
  vote(world, proposal, "bob", [2n]);
  world.advance(PERIOD + DELAY);
  return proposal;
}

/** The same, and it is executed. */
export function decide(world: World, what: Action): bigint {
  const proposal = pass(world, what);
  world.must("stranger", "Execute", { proposal });
  return proposal;
}
