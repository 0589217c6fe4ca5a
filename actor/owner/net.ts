/**
 * net of a miner: pledge that came back minus pledge sent since takeover minus what was paid for it in kind. It bounds what the
 * former owner's equity may take out of the liquid principal, and losses do not raise it (design 5.5).
 */
import { Signed } from "../sdk/cbor-reader";
import { U256 } from "../sdk/u256";
import { Miner } from "./codec.generated";

function sum(x: Signed, negative: bool, n: U256): Signed {
  if (x.negative == negative) return new Signed(negative, x.magnitude + n);
  return x.magnitude < n ? new Signed(negative, n - x.magnitude) : new Signed(x.negative && x.magnitude != n, x.magnitude - n);
}

export function addNet(m: Miner, n: U256): void {
  m.net = sum(m.net, false, n);
}

export function subtractNet(m: Miner, n: U256): void {
  m.net = sum(m.net, true, n);
}
