/**
 * A set of ids as a tree: an AMT of width 3 by id / 256, each value a *row* of 32 bytes, a bit an id, least significant first. A row without ids is
 * not stored, so that equal sets are equal bytes. Close ids, as those of a large holder are, share rows: a set costs what its rows cost.
 */
import { Amt, NO_INDEX } from "./amt";
import { Bytes, at, newBytes } from "./bytes";
import { Reader } from "./cbor-reader";
import { Writer } from "./cbor-writer";

const WIDTH: u32 = 3;
const ROW_BYTES: i32 = 32;

/** Address of the 64 bits of a row among which an id has its own. */
function wordOf(row: Bytes, id: u64): usize {
  return at(row) + <usize>(((id & 255) >> 6) << 3);
}

function isEmpty(row: Bytes): bool {
  const p = at(row);
  return (load<u64>(p) | load<u64>(p, 8) | load<u64>(p, 16) | load<u64>(p, 24)) == 0;
}

@final
export class IdTree {
  private rows: Amt;

  /** The set behind a link; no bytes stand for the empty one. */
  constructor(link: Bytes) {
    this.rows = link.length == 0 ? new Amt(WIDTH) : Amt.load(link);
  }

  private row(i: u64): Bytes {
    const stored = this.rows.get(i);
    return stored === null ? newBytes(ROW_BYTES) : new Reader(stored).nextBytes(ROW_BYTES);
  }

  has(id: u64): bool {
    return ((load<u64>(wordOf(this.row(id >> 8), id)) >> (id & 63)) & 1) != 0;
  }

  /** Puts an id (below NO_INDEX) into the set or takes it out; false if it was there, or was not, already. */
  put(id: u64, into: bool): bool {
    if (this.has(id) == into) return false;
    const row = this.row(id >> 8);
    const word = wordOf(row, id);
    store<u64>(word, load<u64>(word) ^ (<u64>1 << (id & 63)));
    if (isEmpty(row)) this.rows.delete(id >> 8);
    else this.rows.set(id >> 8, new Writer().bytes(row).finish());
    return true;
  }

  /** The least id from `from` on, or NO_INDEX. */
  next(from: u64): u64 {
    for (let i = this.rows.next(from >> 8); i != NO_INDEX; i = this.rows.next(i + 1)) {
      const row = this.row(i);
      // Word by word; the first one without the bits before `from`.
      for (let id = max(from, i << 8); id >> 8 == i; id = (id | 63) + 1) {
        const word = load<u64>(wordOf(row, id)) >> (id & 63);
        if (word != 0) return id + ctz(word);
      }
    }
    return NO_INDEX;
  }

  /** Stores what changed and returns the link; no bytes for the empty set. */
  flush(): Bytes {
    return this.rows.count == 0 ? newBytes(0) : this.rows.flush();
  }
}
