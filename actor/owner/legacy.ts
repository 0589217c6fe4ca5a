/**
 * The legacy claim: what was vesting at takeover belongs to the former owner as it vests, cut by the factor f once penalties
 * have eaten into the vesting that backs it (design 5.4). The saved table lies in a block of its own.
 */
import { openBlock, putBlock } from "../sdk/blocks";
import { newBytes } from "../sdk/bytes";
import { Vesting } from "../sdk/builtin";
import { Reader } from "../sdk/cbor-reader";
import { Writer } from "../sdk/cbor-writer";
import { epoch } from "../sdk/message";
import { U256 } from "../sdk/u256";
import { Legacy, LegacyEntry, LegacyTable } from "./codec.generated";

/** Saves the entries that are still to come as the claim of `owner`; null if there are none. */
export function legacyOf(owner: u64, vesting: Vesting): Legacy | null {
  const now = epoch();
  const n = vesting.epochs.length;
  let first = 0;
  while (first < n && vesting.epochs[first] < now) first++;
  if (first == n) return null;
  const entries = new StaticArray<LegacyEntry>(n - first);
  for (let i = first; i < n; i++) entries[i - first] = new LegacyEntry(vesting.epochs[i], vesting.amounts[i]);
  return new Legacy(owner, one(), now, U256.zero, U256.zero, putBlock(new LegacyTable(entries).write(new Writer()).finish()));
}

/** The factor 1, scaled by 2⁶⁴. */
function one(): U256 {
  return new U256(0, 1, 0, 0);
}

/**
 * Adds to `due` what has vested since the claim was looked at last, and returns what of `reward` pays it now.
 * `backing` is what the miner still has vesting, attoFIL.
 */
export function payLegacy(legacy: Legacy, backing: U256, reward: U256): U256 {
  const now = epoch();
  if (legacy.table.length > 0) accrue(legacy, backing, now);
  legacy.last = now;
  const paid = legacy.due.min(reward);
  legacy.due = legacy.due - paid;
  legacy.payable = legacy.payable + paid;
  return paid;
}

function accrue(legacy: Legacy, backing: U256, now: i64): void {
  const entries = legacyEntries(legacy);
  let vested = U256.zero;
  let toCome = U256.zero;
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i];
    if (entry.epoch >= now) toCome = toCome + entry.amount;
    else if (entry.epoch >= legacy.last) vested = vested + entry.amount;
  }
  if (toCome.isZero) legacy.table = newBytes(0);
  else legacy.factor = legacy.factor.min(backing.mulDiv(one(), toCome));
  legacy.due = legacy.due + vested.mulDiv(legacy.factor, one());
}

/** The saved entries; none once all of them have vested. */
export function legacyEntries(legacy: Legacy): StaticArray<LegacyEntry> {
  return legacy.table.length == 0 ? [] : LegacyTable.read(new Reader(openBlock(legacy.table))).entries;
}
