/** What must hold of an owner actor's state after every message (design 6), read from its blocks. */
import { decodeStruct } from "../../actor/abi/codec.ts";
import type { OwnerStructs } from "../../actor/abi/methods.generated.ts";
import { type CborValue, encodeCbor } from "../../filecoin/cbor.ts";
import type { Cid } from "../../filecoin/cid.ts";
import { Amt } from "../../devnet/state/amt.ts";
import { accountsIn, tokensOf } from "../accounts.ts";
import type { World } from "./world.ts";

type Position = OwnerStructs["Position"];

const sum = (values: readonly bigint[]): bigint => values.reduce((a, b) => a + b, 0n);

/** All values of an AMT, decoded. */
function items<S extends "Position" | "Request">(world: World, link: Cid | null, name: S): { id: bigint; value: OwnerStructs[S] }[] {
  if (link === null) return [];
  return [...Amt.load(world.blocks, link).entries()].map(([id, value]) => ({ id: BigInt(id), value: decodeStruct(name, encodeCbor(value as CborValue)) }));
}

function held(all: readonly Position[], kind: bigint, generation: bigint): bigint {
  return sum(all.filter((p) => p.kind === kind && p.generation === generation).map((p) => p.shares));
}

/** What positions and requests have earned and not settled; those of closed generations are settled apart. */
function unsettled(all: readonly Position[], root: OwnerStructs["Root"]): bigint {
  return sum(
    all.map((p) => {
      const c = p.kind === 0n ? root.senior : root.junior;
      return p.generation === c.generation ? (p.shares * (c.earned - p.earned) + p.rest) >> 128n : 0n;
    }),
  );
}

/** Names of the invariants that do not hold. */
export function brokenInvariants(world: World): string[] {
  const root = world.state();
  const miners = root.miners === null ? [] : decodeStruct("Miners", world.block(root.miners)).list;
  const tokens = items(world, root.positions, "Position");
  const positions = tokens.map((item) => item.value);
  const queued = items(world, root.requests, "Request");
  const beside = items(world, root.sides, "Request");
  const requests = [...queued, ...beside].map((item) => item.value);
  const people = accountsIn(world.blocks, root.accounts);
  const all = [...positions, ...requests.map((request) => request.position)];
  const legacy = sum(miners.map((m) => m.legacy?.payable ?? 0n));
  const o = root.operator;
  const broken: string[] = [];
  const must = (name: string, holds: boolean): void => void (holds || broken.push(name));
  must("I1 balance = L + Q + R + F + X, X ≥ 0", world.balanceOf(world.actor) >= root.liquid + root.finalized + root.rewards + root.fees);
  must("I2 P_s + P_j = L + Σ K", root.senior.principal + root.junior.principal === root.liquid + sum(miners.map((m) => m.principal)));
  must("I5 claims + stream + unsettled ≤ R", sum(people.map((a) => a.claim)) + root.stream.left + legacy + unsettled(all, root) <= root.rewards);
  must("fees = buckets + payable", root.fees === sum(root.feesPayable) + o.older + o.newer + o.payable);
  must("Q = paid − claimed", root.finalized === sum(requests.map((r) => r.paid - r.claimed)));
  must("I19 supply = Σ balances = live tokens", root.supply === BigInt(positions.length) && root.supply === sum(people.map((a) => a.count)));
  const owned = new Map<bigint, bigint[]>();
  for (const { id, value } of tokens) owned.set(value.owner, [...(owned.get(value.owner) ?? []), id]);
  for (const account of people) {
    const ids = tokensOf(world.blocks, account);
    must(`I19 the tokens of ${account.id} are those that it owns`, String(ids) === String(owned.get(account.id) ?? []));
  }
  const inQueue = ({ position }: OwnerStructs["Request"]): boolean => position.kind === 0n && position.miner === null;
  must(
    "even ids in the queue, odd ones beside it",
    queued.every(({ id, value }) => id % 2n === 0n && inQueue(value)) && beside.every(({ id, value }) => id % 2n === 1n && !inQueue(value)),
  );
  must("queue length", root.queued === BigInt(requests.filter((r) => inQueue(r) && r.position.shares > 0n).length));
  for (const [kind, c] of [
    [0n, root.senior],
    [1n, root.junior],
  ] as const) {
    must(`shares of class ${kind}`, held(all, kind, c.generation) === c.shares);
    must(
      `requested shares of class ${kind}`,
      held(
        requests.map((r) => r.position),
        kind,
        c.generation,
      ) === c.requested,
    );
  }
  return broken;
}
