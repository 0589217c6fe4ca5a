/** The chain from genesis to head, and the tipsets that once were part of it. */
import type { Cid } from "../../filecoin/cid.ts";
import { cidKey } from "../../filecoin/cid.ts";
import { FINALITY } from "./chain-params.ts";
import { Tipset } from "./tipset.ts";

export type ChainLookup = "unknown-tipset" | "height-beyond" | "height-negative";

/** A tipset that this chain cannot name. Texts as Lotus has them. */
export class ChainLookupError extends Error {
  override readonly name = "ChainLookupError";
  constructor(
    readonly reason: ChainLookup,
    message: string,
  ) {
    super(message);
  }
}

export class CanonicalChain {
  /** Ascending heights; null rounds have no entry. */
  readonly #line: Tipset[];
  readonly #byBlock = new Map<string, Tipset>();

  constructor(genesis: Tipset) {
    this.#line = [genesis];
    this.#byBlock.set(genesis.id, genesis);
  }

  get genesis(): Tipset {
    return this.#line[0] as Tipset;
  }

  get head(): Tipset {
    return this.#line[this.#line.length - 1] as Tipset;
  }

  append(tipset: Tipset): void {
    if (tipset.parent !== this.head) throw new ChainLookupError("unknown-tipset", "a tipset must be built on the head");
    this.#line.push(tipset);
    this.#byBlock.set(tipset.id, tipset);
  }

  /** Takes the head off; it stays known by its key. The genesis stays. */
  pop(): Tipset {
    if (this.#line.length === 1) throw new ChainLookupError("unknown-tipset", "the genesis cannot be undone");
    return this.#line.pop() as Tipset;
  }

  block(cid: Cid): Tipset | undefined {
    return this.#byBlock.get(cidKey(cid));
  }

  /** The tipset of a key; null or empty = head. */
  byKey(key: readonly Cid[] | null): Tipset {
    const [first, ...more] = key ?? [];
    if (first === undefined) return this.head;
    const tipset = this.#byBlock.get(cidKey(first));
    if (tipset === undefined || more.length > 0) {
      throw new ChainLookupError("unknown-tipset", `loading tipset {${(key ?? []).join(",")}}: ipld: could not find ${first.toString()}`);
    }
    return tipset;
  }

  /** Whether it is part of the chain now. */
  isCanonical(tipset: Tipset): boolean {
    return this.#at(tipset.height) === tipset;
  }

  /** The highest tipset at or below a height, seen from `from`. */
  atOrBelow(height: number, from: Tipset = this.head): Tipset {
    checkHeight(height, from);
    if (this.isCanonical(from)) return this.#line[this.#lastAtOrBelow(height)] as Tipset;
    let tipset: Tipset = from;
    while (tipset.height > height && tipset.parent !== null) tipset = tipset.parent;
    return tipset;
  }

  /** The lowest tipset at or above a height, seen from `from`. */
  atOrAbove(height: number, from: Tipset = this.head): Tipset {
    checkHeight(height, from);
    if (this.isCanonical(from)) {
      const below = this.#lastAtOrBelow(height);
      const tipset = this.#line[below] as Tipset;
      return tipset.height === height ? tipset : (this.#line[below + 1] ?? tipset);
    }
    let tipset: Tipset = from;
    while (tipset.parent !== null && tipset.parent.height >= height) tipset = tipset.parent;
    return tipset;
  }

  /** The tipset built on this one, on the chain as it is. */
  childOf(tipset: Tipset): Tipset | undefined {
    const at = this.#lastAtOrBelow(tipset.height);
    return this.#line[at] === tipset ? this.#line[at + 1] : undefined;
  }

  /** Tipsets from one height to another, ascending, both included. */
  between(from: number, to: number): Tipset[] {
    const first = this.#line[this.#lastAtOrBelow(from)]?.height === from ? this.#lastAtOrBelow(from) : this.#lastAtOrBelow(from) + 1;
    return this.#line.slice(Math.max(0, first), this.#lastAtOrBelow(to) + 1);
  }

  /** What this devnet calls settled: head − 5, and always the first tipset, on which the accounts and miners that it begins with stand. */
  get finalized(): Tipset {
    return this.atOrBelow(Math.max(this.#line[1]?.height ?? 0, this.head.height - FINALITY));
  }

  #at(height: number): Tipset | undefined {
    const tipset = this.#line[this.#lastAtOrBelow(height)];
    return tipset?.height === height ? tipset : undefined;
  }

  /** Place of the last tipset not above `height`, −1 when there is none. */
  #lastAtOrBelow(height: number): number {
    let low = -1;
    let high = this.#line.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#line[middle] as Tipset).height <= height) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function checkHeight(height: number, from: Tipset): void {
  if (height < 0) throw new ChainLookupError("height-negative", `requested negative epoch ${height}`);
  if (height > from.height) {
    throw new ChainLookupError("height-beyond", "looking for tipset with height greater than start point");
  }
}
