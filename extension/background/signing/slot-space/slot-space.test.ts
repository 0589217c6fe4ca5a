import { describe, expect, it } from "vitest";
import type { AttemptState } from "../../../../wallet/slots/slot.ts";
import { newChain } from "./chain.ts";
import { slotsIn, type World } from "./run.ts";
import { Space } from "./space.ts";

/**
 * Every state that the outbox can come to, breadth first over the real code: whatever a person, the chain, a node, the clock or a death of the
 * worker does next, from every state already seen. Only the chain, the key and the disk are stand-ins.
 */

const worldWith = (left: World["left"]): World => ({ records: new Map(), chain: newChain(), now: 1_800_000_000_000, answers: {}, left });

interface Universe {
  what: string;
  /** what may happen at most */
  left: World["left"];
  /** the node lists a sender's messages; a gateway tells the next nonce alone */
  listsPool: boolean;
  /** followed so far; to the last state where no depth is named */
  depth?: number;
}

const GATEWAY = false;
const OWN_NODE = true;
const ONE = { sends: 1, replacements: 0, elsewhere: 0, reorgs: 0 };
const WIDE = { sends: 2, replacements: 1, elsewhere: 1, reorgs: 1 };
const WIDE_WORDS = "two messages, a replacement, another copy of the keys and a reorganisation";

const universes: readonly Universe[] = [
  { what: "one message and a reorganisation, at a gateway", left: { ...ONE, reorgs: 1 }, listsPool: GATEWAY },
  { what: "one message, at a node of one's own", left: ONE, listsPool: OWN_NODE },
  { what: `${WIDE_WORDS}, at a gateway`, left: WIDE, listsPool: GATEWAY, depth: 2 },
  { what: `${WIDE_WORDS}, at a node of one's own`, left: WIDE, listsPool: OWN_NODE, depth: 2 },
];

/** An hour and more: asked for by PEGGY_SLOT_SPACE=long. */
const longOnes: readonly Universe[] = [
  { what: "one message and a replacement, at a gateway", left: { ...ONE, replacements: 1 }, listsPool: GATEWAY },
  { what: "one message and another copy of the keys, at a gateway", left: { ...ONE, elsewhere: 1 }, listsPool: GATEWAY },
  { what: "one message and another copy of the keys, at a node of one's own", left: { ...ONE, elsewhere: 1 }, listsPool: OWN_NODE },
  { what: "two messages, at a gateway", left: { ...ONE, sends: 2 }, listsPool: GATEWAY, depth: 5 },
  { what: `${WIDE_WORDS}, at a gateway`, left: WIDE, listsPool: GATEWAY, depth: 4 },
];
const isLong = process.env["PEGGY_SLOT_SPACE"] === "long";

describe("the space of what can become of messages", () => {
  it.each(isLong ? longOnes : universes)(
    "has no two signatures for one number, no answer that was not true and no state without a way out: $what",
    async ({ what, left, listsPool, depth = Infinity }) => {
      const space = new Space(listsPool);
      await space.explore(worldWith(left), depth);
      const deepest = Math.max(...[...space.seen.values()].map((each) => each.depth));
      console.log(
        `${what}: ${space.seen.size} states, ${depth === Infinity ? `all there are, the last after ${deepest} steps` : `to depth ${depth}`}; ` +
          `${space.transitions} transitions, ${space.faults} of them broken off; out in at most ${space.mostRounds} rounds`,
      );
      const states = new Set([...space.seen.values()].flatMap(({ world }) => slotsIn(world).flatMap(({ attempts }) => attempts.map(({ state }) => state))));
      const all: AttemptState[] = ["accepted", "approved", "final", "included", "left", "missing", "pushing", "refused", "seen", "signed", "silent", "void"];
      const early: AttemptState[] = ["accepted", "approved", "left", "pushing", "refused", "seen", "signed", "void"];
      expect([...states]).toEqual(expect.arrayContaining(depth === Infinity && left.elsewhere === 0 ? all : early));
    },
    isLong ? 7_200_000 : 300_000,
  );
});
