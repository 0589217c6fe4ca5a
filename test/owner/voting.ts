/** Votes in a world: actions, an offer whose positions are old enough, and the way of a proposal through time. */
import { type Action, CHOICE, DELAY, PERIOD } from "./actions.ts";
import { type People, World, type WorldOptions, fil } from "./world.ts";

export { type Action, CHOICE, DELAY, GRACE, KIND, PERIOD, SEAL_OFF, STATE, action } from "./actions.ts";

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

/** The same with a miner, to which all cash went and which has brought the operator fees. */
export function earning(options: WorldOptions = {}): World {
  const world = offer({ minerBalance: 0n, ...options, terms: { reserveBps: 0, ...options.terms } });
  world.takeOver();
  world.confirm();
  world.forward(fil(200));
  world.pledge(fil(200));
  world.reward(fil(400));
  world.harvest();
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
