/** Built-in actor types by their name in the bundle's manifest, in the order of their type ids 1 to 16. */
export const BUILTIN_NAMES = [
  "system",
  "init",
  "cron",
  "account",
  "storagepower",
  "storageminer",
  "storagemarket",
  "paymentchannel",
  "multisig",
  "reward",
  "verifiedregistry",
  "datacap",
  "placeholder",
  "evm",
  "eam",
  "ethaccount",
] as const;

export type BuiltinName = (typeof BUILTIN_NAMES)[number];

/** Addresses of the actors that exist once. */
export const SINGLETON_IDS = {
  system: 0n,
  init: 1n,
  reward: 2n,
  cron: 3n,
  storagepower: 4n,
  storagemarket: 5n,
  verifiedregistry: 6n,
  datacap: 7n,
  eam: 10n,
  burntFunds: 99n,
} as const;

export function isBuiltinName(name: string): name is BuiltinName {
  return (BUILTIN_NAMES as readonly string[]).includes(name);
}
