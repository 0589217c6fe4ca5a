/** Signatures over data in the envelope of FRC-102, which no chain message can be mistaken for. */
import { TYPE_ETH_ACCOUNT, delegatedAddressOf, typeOf } from "./address";
import { authenticate } from "./builtin";
import { Bytes, at, bytesAt, newBytes } from "./bytes";
import { KECCAK_256, hash } from "./hash";
import { crypto_recover_secp_public_key } from "./syscalls";

const SIGNATURE: i32 = 65;
/** Namespace 10 (EAM) in a delegated address, before the 20 bytes. */
const ETH_PREFIX: u16 = 0x0a04;

/** Version byte, name of the network, length of the data in decimal, the data. */
function envelope(eth: bool, data: Bytes): Bytes {
  const head = eth ? utf8("\u0019Ethereum Signed Message:\n") : utf8("\u0019Filecoin Signed Message:\n");
  const length = <i32>load<u8>(head);
  let digits = 0;
  for (let n = data.length; n > 0 || digits == 0; n /= 10) digits++;
  const out = newBytes(length + digits + data.length);
  memory.copy(at(out), head + 1, length);
  for (let i = digits - 1, n = data.length; i >= 0; i--, n /= 10) store<u8>(at(out) + length + i, <u8>(48 + (n % 10)));
  memory.copy(at(out) + length + digits, at(data), data.length);
  return out;
}

/** True if an account signed the data. An ethaccount looks at no signature: its key is recovered here. */
export function isSignedBy(account: u64, data: Bytes, signature: Bytes): bool {
  if (typeOf(account) != TYPE_ETH_ACCOUNT) return authenticate(account, signature, envelope(false, data));
  if (signature.length != SIGNATURE) return false;
  const key = newBytes(SIGNATURE);
  const digest = hash(KECCAK_256, envelope(true, data));
  if (crypto_recover_secp_public_key(at(key), at(digest), at(signature)) != 0) return false;
  const own = hash(KECCAK_256, bytesAt(at(key) + 1, SIGNATURE - 1));
  const address = delegatedAddressOf(account);
  return address.length == 22 && load<u16>(at(address)) == ETH_PREFIX && memory.compare(at(address) + 2, at(own) + 12, 20) == 0;
}
