/** An owner actor as the rules of actor/abi/rules see it: its books out of the state, what its miners show, its votes and positions. */
import { decodeStruct } from "../../actor/abi/codec.ts";
import type { OwnerStructs } from "../../actor/abi/methods.generated.ts";
import { STATUS } from "../../actor/abi/policy.ts";
import { type Books, booksOfState, booksOfView } from "../../actor/abi/rules/books.ts";
import { forwardedToday } from "../../actor/abi/rules/forwards.ts";
import type { LegacyBook } from "../../actor/abi/rules/harvest.ts";
import type { MinerFacts } from "../../actor/abi/rules/loss.ts";
import { moveAhead } from "../../actor/abi/rules/votes.ts";
import { Amt } from "../../devnet/state/amt.ts";
import { encodeCbor } from "../../filecoin/cbor.ts";
import type { ActorId } from "../../filecoin/units.ts";
import type { World } from "../owner/world.ts";

type Miner = OwnerStructs["Miner"];

/** A miner of the ledger, and what it shows. */
export interface SceneMiner {
  readonly id: ActorId;
  readonly book: Omit<Miner, "legacy"> & { readonly legacy: LegacyBook | null };
  readonly facts: MinerFacts;
}

export interface Scene {
  readonly world: World;
  readonly root: OwnerStructs["Root"];
  readonly terms: OwnerStructs["Terms"];
  readonly books: Books;
  /** The same out of GetPool. */
  readonly told: Books;
  readonly limits: OwnerStructs["Limits"];
  readonly today: bigint;
  /** those that may still be open */
  readonly proposals: readonly OwnerStructs["ProposalView"][];
  readonly isMoving: boolean;
  readonly miners: readonly SceneMiner[];
  readonly positions: readonly { readonly token: bigint; readonly state: OwnerStructs["Position"]; readonly view: OwnerStructs["PositionView"] }[];
}

/** The scene at this moment; null once the actor has migrated. */
export function sceneOf(world: World): Scene | null {
  const root = world.state();
  if (root.status > BigInt(STATUS.LEAVING)) return null;
  const terms = world.must("stranger", "GetTerms", {});
  const governance = world.must("stranger", "GetGovernance", {});
  const proposals = governance.open.map((proposal) => world.must("stranger", "GetProposal", { proposal }));
  const ledger = root.miners === null ? { forwardDay: 0, forwarded: 0n, list: [] } : decodeStruct("Miners", world.block(root.miners));
  return {
    world,
    root,
    terms,
    books: booksOfState(root, terms, world.epoch),
    told: booksOfView(world.pool(), terms, world.epoch),
    limits: governance.limits ?? terms.limits,
    today: forwardedToday(ledger, world.epoch),
    proposals,
    isMoving: moveAhead(proposals) !== null,
    miners: ledger.list.map((miner) => ({ id: miner.id, book: { ...miner, legacy: legacyOf(world, miner) }, facts: factsOf(world, miner.id) })),
    positions: positionsOf(world, root),
  };
}

function legacyOf(world: World, { legacy }: Miner): LegacyBook | null {
  if (legacy === null) return null;
  const { table, ...rest } = legacy;
  return { ...rest, entries: table === null ? [] : decodeStruct("LegacyTable", world.block(table)).entries };
}

function factsOf(world: World, id: ActorId): MinerFacts {
  const { balance, available, vesting, matured } = world.must("stranger", "GetMiner", { miner: id });
  const { feeDebt, earlyTerminations } = world.minerState(id);
  return { balance, available, vesting, matured, debt: feeDebt, isTerminating: earlyTerminations.length > 0 };
}

function positionsOf(world: World, root: OwnerStructs["Root"]): Scene["positions"] {
  if (root.positions === null) return [];
  return [...Amt.load(world.blocks, root.positions).entries()].map(([id, value]) => {
    const token = BigInt(id);
    return { token, state: decodeStruct("Position", encodeCbor(value)), view: world.position(token) };
  });
}

/** What comes of an act whose traces are taken back. */
export function trying<T>(world: World, act: () => T): T {
  world.tree.begin();
  try {
    return act();
  } finally {
    world.tree.revert();
  }
}

/** The same, by somebody who has the money. */
export const tryingWith = <T>(world: World, who: ActorId, money: bigint, act: () => T): T =>
  trying(world, () => {
    world.setBalance(who, money);
    return act();
  });
