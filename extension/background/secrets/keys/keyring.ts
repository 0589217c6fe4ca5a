import * as v from "valibot";
import { Address } from "../../../../filecoin/address.ts";
import { bytesEqual, fromBase64, toBase64 } from "../../../../filecoin/bytes.ts";
import { addressOfKey, formatLotusKey, LotusKeyError, parseLotusKey, type LotusKey } from "../../../../filecoin/lotusKey.ts";
import { signBls, signSecp256k1, verifySignature } from "../../../../filecoin/signature.ts";
import type { KnownNetwork } from "../../../../wallet/network.ts";
import { Refusal } from "../../../../wallet/refusal.ts";
import type { OpenRecord } from "../vault/vault-cipher.ts";
import type { Vault } from "../vault/vault.ts";
import { isPathOf, pathOf } from "./hd-path.ts";
import type { Signer } from "./signer.ts";
import { addressAt, areKnownWords, checkProof, deriveKey, readWords, seedOf, type WordList } from "./words.ts";

/**
 * The keys in the vault. A key belongs to one realm (a network, named by its genesis CID) for ever: the realm is bound to the
 * encrypted record and compared before anything is decrypted.
 */

export const ANY_REALM = "*";

const wordsValue = v.object({ words: v.string(), origin: v.picklist(["created", "imported", "rehearsal"]), proved: v.boolean(), createdAt: v.number() });
export type WordsValue = v.InferOutput<typeof wordsValue>;
const lotusValue = v.object({ type: v.picklist(["secp256k1", "bls"]), privateKey: v.string(), createdAt: v.number() });
const accountValue = v.object({
  /** f-prefixed key address, whatever the network's prefix */
  address: v.string(),
  kind: v.picklist(["secp256k1", "bls"]),
  keyId: v.string(),
  path: v.nullable(v.string()),
  rehearsal: v.boolean(),
  createdAt: v.number(),
});

export interface Account extends v.InferOutput<typeof accountValue> {
  recordId: string;
  realm: string;
}

/** A private key for one signature: the caller wipes `privateKey`. */
export interface SigningKey {
  kind: "secp256k1" | "bls";
  privateKey: Uint8Array;
}

export type NewKey =
  | { kind: "created"; words: string; proof: readonly { place: number; word: string }[] }
  | { kind: "words"; words: string; paths: readonly string[] }
  | { kind: "lotus"; hex: string }
  | { kind: "rehearsal"; words: string };

/** Reads a Lotus key and proves it: the same bytes come out again, and a test text signs and verifies. Throws badLotusKey. */
export function readLotusKey(hex: string): {
  key: LotusKey & { type: "secp256k1" | "bls" };
  address: Address;
  sameBytesAgain: boolean;
  signedAndVerified: boolean;
} {
  let key: LotusKey;
  try {
    key = parseLotusKey(hex);
  } catch (error) {
    throw new Refusal("badLotusKey", { detail: error instanceof LotusKeyError ? error.message : "not a Lotus key" });
  }
  if (key.type === "delegated") throw new Refusal("badLotusKey", { detail: "delegated" });
  const address = addressOfKey(key);
  const again = parseLotusKey(formatLotusKey(key));
  const sameBytesAgain = again.type === key.type && bytesEqual(again.privateKey, key.privateKey);
  const text = new TextEncoder().encode("FIL Peggy proves an imported key");
  const signature = key.type === "bls" ? signBls(key.privateKey, text) : signSecp256k1(key.privateKey, text);
  return { key: { type: key.type, privateKey: key.privateKey }, address, sameBytesAgain, signedAndVerified: verifySignature(signature, address, text) };
}

const BY_PATH = new Intl.Collator("en", { numeric: true });

export class Keyring {
  readonly #vault: Vault;
  readonly #now: () => number;
  readonly #wordList: () => Promise<WordList>;
  readonly #signer: Signer;
  /** the vault's records as accounts, for as long as the vault remembers them */
  readonly #read = new WeakMap<readonly OpenRecord[], readonly Account[]>();

  constructor(vault: Vault, { now, wordList, signer }: { now(): number; wordList(): Promise<WordList>; signer: Signer }) {
    this.#vault = vault;
    this.#now = now;
    this.#wordList = wordList;
    this.#signer = signer;
  }

  /** Every account of every realm. Throws locked. */
  async accounts(): Promise<readonly Account[]> {
    const records = await this.#vault.list("account");
    const known = this.#read.get(records);
    if (known !== undefined) return known;
    const accounts = records
      .map((record) => ({ ...v.parse(accountValue, record.value), recordId: record.id, realm: record.realm }))
      .sort((a, b) => a.createdAt - b.createdAt || BY_PATH.compare(a.path ?? "", b.path ?? ""));
    this.#read.set(records, accounts);
    return accounts;
  }

  async accountsIn(realm: string): Promise<Account[]> {
    return (await this.accounts()).filter((account) => account.realm === realm);
  }

  /** The accounts of a realm; none while the wallet is locked. */
  async accountsOrNone(realm: string): Promise<Account[]> {
    return (await this.#vault.isOpen()) ? this.accountsIn(realm) : [];
  }

  /** The account of an address in a realm. Throws unknownAccount, or keyInOtherRealm when another realm has it. */
  async account(address: Address, realm: string): Promise<Account> {
    const text = address.toString();
    const found = (await this.accounts()).filter((account) => account.address === text);
    const here = found.find((account) => account.realm === realm);
    if (here !== undefined) return here;
    if (found[0] !== undefined) throw new Refusal("keyInOtherRealm", { address: text, network: found[0].realm });
    throw new Refusal("unknownAccount", { address: text });
  }

  /** What the words in the vault are, without the words. Throws locked. */
  async words(): Promise<{ id: string; realm: string; origin: WordsValue["origin"]; proved: boolean }[]> {
    return (await this.#vault.list("words")).map((record) => {
      const { origin, proved } = v.parse(wordsValue, record.value);
      return { id: record.id, realm: record.realm, origin, proved };
    });
  }

  /**
   * Checks a new key for a network and makes the records that hold it; writes nothing. `present` are the vault's accounts and words
   * (empty for a first vault). Throws badWords, knownWords, wordsNotProved, badLotusKey, keyInOtherRealm, keyExists.
   */
  async recordsFor(key: NewKey, network: KnownNetwork, present: readonly Account[], rehearsalWords: ReadonlySet<string>): Promise<OpenRecord[]> {
    if (key.kind === "lotus") return this.#lotusRecords(key.hex, network, present);
    const words = readWords(await this.#wordList(), key.words);
    if (key.kind === "created") checkProof(words, key.proof);
    if (!network.rehearsal && (areKnownWords(words) || rehearsalWords.has(words))) throw new Refusal("knownWords");
    const keyId = this.#vault.newRecordId();
    const rehearsal = key.kind === "rehearsal" || network.rehearsal;
    const value: WordsValue = { words, origin: key.kind === "words" ? "imported" : key.kind, proved: key.kind !== "rehearsal", createdAt: this.#now() };
    // The first address is in both families of a network: a path named twice is one account.
    const paths = key.kind === "words" && key.paths.length > 0 ? [...new Set(key.paths)] : [pathOf(network.genesis, 0)];
    const seed = await seedOf(words);
    try {
      const accounts = await Promise.all(paths.map((path) => this.#accountRecord(seed, path, keyId, network, rehearsal, present)));
      return [{ kind: "words", id: keyId, realm: rehearsal ? network.genesis : ANY_REALM, value }, ...accounts];
    } finally {
      seed.fill(0);
    }
  }

  async #accountRecord(
    seed: Uint8Array,
    path: string,
    keyId: string,
    network: KnownNetwork,
    rehearsal: boolean,
    present: readonly Account[],
  ): Promise<OpenRecord> {
    if (!isPathOf(network.genesis, path)) throw new Refusal("badWords", { detail: `path ${path}`, place: null });
    const address = (await addressAt(this.#signer, seed, path)).toString();
    refuseOtherRealm(address, network.genesis, present);
    const value: v.InferOutput<typeof accountValue> = { address, kind: "secp256k1", keyId, path, rehearsal, createdAt: this.#now() };
    return { kind: "account", id: this.#vault.newRecordId(), realm: network.genesis, value };
  }

  #lotusRecords(hex: string, network: KnownNetwork, present: readonly Account[]): OpenRecord[] {
    const proved = readLotusKey(hex);
    if (!proved.sameBytesAgain || !proved.signedAndVerified) throw new Refusal("badLotusKey", { detail: "round trip" });
    const address = proved.address.toString();
    refuseOtherRealm(address, network.genesis, present);
    const keyId = this.#vault.newRecordId();
    const createdAt = this.#now();
    const secret: v.InferOutput<typeof lotusValue> = { type: proved.key.type, privateKey: toBase64(proved.key.privateKey), createdAt };
    const account: v.InferOutput<typeof accountValue> = { address, kind: proved.key.type, keyId, path: null, rehearsal: network.rehearsal, createdAt };
    proved.key.privateKey.fill(0);
    return [
      { kind: "lotus", id: keyId, realm: network.genesis, value: secret },
      { kind: "account", id: this.#vault.newRecordId(), realm: network.genesis, value: account },
    ];
  }

  /** Adds a key to the unlocked vault. */
  async add(key: NewKey, network: KnownNetwork): Promise<void> {
    await this.#vault.inTurn("keys", async () => {
      const rehearsalWords = new Set<string>();
      for (const record of await this.#vault.list("words")) {
        const value = v.parse(wordsValue, record.value);
        if (value.origin === "rehearsal") rehearsalWords.add(value.words);
      }
      await this.#vault.change({ put: await this.recordsFor(key, network, await this.accounts(), rehearsalWords) });
    });
  }

  /** Derives the next unused address of words for a network. */
  derive(keyId: string, network: KnownNetwork): Promise<Address> {
    return this.#vault.inTurn("keys", () => this.#derive(keyId, network));
  }

  async #derive(keyId: string, network: KnownNetwork): Promise<Address> {
    const words = v.parse(wordsValue, (await this.#vault.openSecret(keyId, network.genesis)).value);
    const present = await this.accounts();
    const seed = await seedOf(words.words);
    try {
      for (let index = 0; ; index++) {
        const path = pathOf(network.genesis, index);
        if (present.some((a) => a.realm === network.genesis && a.keyId === keyId && a.path === path)) continue;
        const record = await this.#accountRecord(seed, path, keyId, network, words.origin === "rehearsal" || network.rehearsal, present);
        await this.#vault.change({ put: [record] });
        return Address.parse((record.value as { address: string }).address);
      }
    } finally {
      seed.fill(0);
    }
  }

  /** The words of a key in clear, for secret.html alone. */
  async revealWords(keyId: string, realm: string): Promise<string> {
    return v.parse(wordsValue, (await this.#vault.openSecret(keyId, realm)).value).words;
  }

  async proveWords(keyId: string, realm: string, proof: readonly { place: number; word: string }[]): Promise<void> {
    await this.#vault.inTurn("keys", async () => {
      const record = await this.#vault.openSecret(keyId, realm);
      const value = v.parse(wordsValue, record.value);
      checkProof(value.words, proof);
      await this.#vault.change({ put: [{ ...record, value: { ...value, proved: true } }] });
    });
  }

  /** The private key of an account, decrypted only when the account is of this realm. The caller wipes it. */
  async signingKey(account: Account, realm: string): Promise<SigningKey> {
    if (account.realm !== realm) throw new Refusal("keyInOtherRealm", { address: account.address, network: account.realm });
    const record = await this.#vault.openSecret(account.keyId, realm);
    if (record.kind === "lotus") {
      const { type, privateKey } = v.parse(lotusValue, record.value);
      return { kind: type, privateKey: fromBase64(privateKey) };
    }
    if (account.path === null || !isPathOf(realm, account.path)) throw new Refusal("unknownKey", { detail: `path ${account.path}` });
    const seed = await seedOf(v.parse(wordsValue, record.value).words);
    try {
      return { kind: "secp256k1", privateKey: await deriveKey(this.#signer, seed, account.path) };
    } finally {
      seed.fill(0);
    }
  }

  /** The account's key as `lotus wallet export` writes it, for secret.html alone. */
  async exportLotusKey(account: Account, realm: string): Promise<string> {
    const { kind, privateKey } = await this.signingKey(account, realm);
    try {
      return formatLotusKey({ type: kind, privateKey });
    } finally {
      privateKey.fill(0);
    }
  }
}

function refuseOtherRealm(address: string, realm: string, present: readonly Account[]): void {
  for (const account of present) {
    if (account.address !== address) continue;
    throw account.realm === realm ? new Refusal("keyExists", { address }) : new Refusal("keyInOtherRealm", { address, network: account.realm });
  }
}
