/** What pages see of the vault, the keys, the accounts, the networks and the settings. Never a secret. */
import * as v from "valibot";
import { addressForms, checkRow, count, epochNumber, phrase, readAmount, time, unsignedAtto } from "../../wallet/values.ts";

export const networkKind = v.picklist(["mainnet", "calibration", "devnet", "custom"]);

export const nodeView = v.object({
  url: v.string(),
  host: v.string(),
  hasToken: v.boolean(),
  state: v.picklist(["ok", "silent", "behind", "wrongChain", "unasked"]),
  latencyMs: v.nullable(v.number()),
  epoch: v.nullable(epochNumber),
  /** when that epoch began, as the node's own blocks say */
  epochTime: v.nullable(time),
  lastAnswer: v.nullable(time),
});

export const networkView = v.object({
  id: v.string(),
  name: v.string(),
  kind: networkKind,
  /** money without value: amber, dashed, on every screen that can sign */
  rehearsal: v.boolean(),
  prefix: v.picklist(["f", "t"]),
  genesis: v.nullable(v.string()),
  networkName: v.nullable(v.string()),
  epochSeconds: v.number(),
  /** does this network let anybody install native actor code: asked from the node */
  acceptsCode: v.picklist(["yes", "no", "unknown"]),
  node: nodeView,
  secondNode: v.nullable(nodeView),
  /** names of other entries for the same chain: each has nodes of its own */
  sameChainAs: v.array(v.string()),
  selected: v.boolean(),
  removable: v.boolean(),
  baseFee: v.nullable(v.string()),
});
export type NetworkView = v.InferOutput<typeof networkView>;

export const accountView = v.object({
  /** the f1/f3 (or watched) address with the network's prefix: the account's name everywhere in the protocol */
  address: v.string(),
  id: v.nullable(v.string()),
  label: v.nullable(v.string()),
  kind: v.picklist(["secp256k1", "bls", "watch"]),
  keyId: v.nullable(v.string()),
  path: v.nullable(v.string()),
  rehearsal: v.boolean(),
  balance: readAmount,
  nonce: v.nullable(count),
  /** slots of this account that are not final */
  pending: count,
});
export type AccountView = v.InferOutput<typeof accountView>;

export const keyView = v.object({
  keyId: v.string(),
  kind: v.picklist(["words", "lotus", "rehearsal"]),
  label: v.nullable(v.string()),
  realms: v.array(v.object({ genesis: v.string(), networkId: v.nullable(v.string()), accounts: count })),
  wordsProved: v.boolean(),
});

export const settingsView = v.object({
  lockMinutes: v.picklist([1, 5, 15, 30, 60]),
  lockWithScreen: v.boolean(),
  theme: v.picklist(["system", "light", "dark"]),
  language: v.picklist(["system", "en", "zh-CN"]),
  /** attoFIL; value + ceiling up to this to a known receiver is tier 1 */
  tierOneLimit: unsignedAtto,
});
export type SettingsView = v.InferOutput<typeof settingsView>;

export const vaultCopyView = v.object({
  where: v.picklist(["storage", "database"]),
  state: v.picklist(["whole", "damaged", "missing", "unreadable", "newer"]),
  generation: v.nullable(count),
  writtenAt: v.nullable(time),
});

export const walletState = v.object({
  /** empty: first run, both stores empty. recovery: something is there and cannot be read or copies differ. */
  phase: v.picklist(["empty", "recovery", "locked", "unlocked"]),
  copies: v.array(vaultCopyView),
  /** a password may open what is there: something reads as a vault file, and none of it is of a later version of this program */
  canUnlock: v.boolean(),
  vault: v.nullable(v.object({ id: v.string(), generation: count, createdAt: time })),
  /** vaults set beside, kept until their user deletes them */
  archives: v.array(v.object({ id: v.string(), createdAt: time, exported: v.boolean() })),
  lock: v.object({
    /** earliest next try after wrong passwords */
    waitUntil: v.nullable(time),
    wrongTries: count,
    locksAt: v.nullable(time),
    reason: v.nullable(v.picklist(["user", "idle", "limit", "screen", "clock", "restart"])),
    /** an approval was open when the wallet locked: it is gone and nothing was signed */
    droppedApproval: v.boolean(),
  }),
  backup: v.object({ wordsProved: v.boolean(), fileExportedAt: v.nullable(time), needed: v.boolean() }),
  network: networkView,
  accounts: count,
  /** the account that pages begin with */
  selectedAccount: v.nullable(v.object({ address: v.string(), label: v.nullable(v.string()) })),
  openApproval: v.nullable(v.string()),
  waiting: count,
  settings: settingsView,
  build: v.object({ version: v.string(), ownerCodeCid: v.nullable(v.string()) }),
});
export type WalletState = v.InferOutput<typeof walletState>;

export const needView = v.object({
  id: v.string(),
  text: phrase,
  urgency: v.picklist(["next", "warning", "danger"]),
  /** where the page leads: route name and its subject */
  target: v.object({ page: v.picklist(["takeover", "activity", "miner", "position", "backup", "approval", "network", "owner"]), id: v.string() }),
});

export const probeView = v.object({
  rows: v.array(checkRow),
  networkName: v.nullable(v.string()),
  genesis: v.nullable(v.string()),
  prefix: v.nullable(v.picklist(["f", "t"])),
  epoch: v.nullable(epochNumber),
  latencyMs: v.nullable(v.number()),
  acceptsCode: v.picklist(["yes", "no", "unknown"]),
  rehearsal: v.boolean(),
  /** may be saved; when false the first bad row says why */
  usable: v.boolean(),
});

export const contactView = v.object({
  address: v.string(),
  label: v.string(),
  networkId: v.string(),
  sentTimes: count,
  lastSent: v.nullable(time),
});

/** What stands behind a typed or pasted receiver, before any amount. */
export const receiverView = v.object({
  forms: addressForms,
  contact: v.nullable(contactView),
  sentTimes: count,
  firstTime: v.boolean(),
  /** a known address that looks like this one but is another */
  lookAlike: v.nullable(v.object({ address: v.string(), label: v.nullable(v.string()), differing: count })),
  refused: v.nullable(phrase),
  warnings: v.array(phrase),
});
export type ReceiverView = v.InferOutput<typeof receiverView>;
