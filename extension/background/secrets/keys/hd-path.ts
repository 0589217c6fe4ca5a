import { parseCid } from "../../../../filecoin/cid.ts";
import { CALIBRATION_GENESIS, MAINNET_GENESIS } from "../../../../filecoin/network-genesis.ts";
import { realmPath } from "../../../../filecoin/hd-path.ts";

/**
 * Which derivation paths a network may use. f1 signatures name no network, so a key serves one network alone: mainnet has
 * Filecoin's registered coin 461, calibration the test coin 1 with account 0, every other network the test coin with an account
 * number made of its genesis. Source: SLIP-0044, BIP-44; the third rule is this wallet's.
 */

/** BIP-32: 31 bits of number, the top one says "hardened". */
const HARDENED = 2 ** 31;

/** Path of the i-th address of a realm: the family in which the address index counts. */
export function pathOf(genesis: string, index: number): string {
  if (genesis === MAINNET_GENESIS) return `m/44'/461'/0'/0/${index}`;
  if (genesis === CALIBRATION_GENESIS) return `m/44'/1'/0'/0/${index}`;
  return realmPath(parseCid(genesis), index);
}

/** The other family, used by Ledger devices: the account number counts. null where a network has none. */
export function ledgerPathOf(genesis: string, index: number): string | null {
  if (genesis === MAINNET_GENESIS) return `m/44'/461'/${index}'/0/0`;
  if (genesis === CALIBRATION_GENESIS) return `m/44'/1'/${index}'/0/0`;
  return null;
}

/** True when a path may be used in a realm: nothing else is ever derived. */
export function isPathOf(genesis: string, path: string): boolean {
  const match = /^m\/44'\/\d+'\/(\d+)'\/0\/(\d+)$/.exec(path);
  if (match === null) return false;
  const [account, index] = [Number(match[1]), Number(match[2])];
  if (account >= HARDENED || index >= HARDENED) return false;
  return path === pathOf(genesis, index) || (index === 0 && path === ledgerPathOf(genesis, account));
}
