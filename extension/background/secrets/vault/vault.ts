import { toHex } from "../../../../filecoin/bytes.ts";
import { tryPassword } from "../lock/back-off.ts";
import type { Lock } from "../lock/lock.ts";
import { detailOf, Refusal } from "../../../../wallet/refusal.ts";
import type { Surroundings } from "../../storage/stores.ts";
import {
  CipherError,
  closeRecord,
  newDataKey,
  newKdf,
  openRecord,
  passwordKey,
  sealRecords,
  unwrapDataKey,
  unwrapWithKey,
  verifyVaultFile,
  wrapDataKey,
  type OpenRecord,
} from "./vault-cipher.ts";
import type { Candidate, Found } from "./find-copies.ts";
import { VaultCopies } from "./vault-copies.ts";
import {
  formatVaultFile,
  parseVaultFile,
  VAULT_FORMAT,
  VAULT_VERSION,
  VaultFileError,
  type RecordKind,
  type SealedRecord,
  type VaultFile,
  type VaultHeader,
} from "./vault-file.ts";

export const PASSWORD_MINIMUM = 12;
const ANY_REALM = "*";

/** Records to put (by id) and to remove, in one generation. */
export interface VaultChange {
  put?: readonly OpenRecord[];
  remove?: readonly string[];
}

/** Refuses a new password of fewer than 12 characters (after NFKC). */
export function checkNewPassword(password: string): void {
  if ([...password.normalize("NFKC")].length < PASSWORD_MINIMUM) throw new Refusal("passwordTooShort", { minimum: PASSWORD_MINIMUM });
}

/** Throws badVaultFile. */
function parsed(text: string): VaultFile {
  try {
    return parseVaultFile(text);
  } catch (error) {
    throw new Refusal("badVaultFile", { detail: error instanceof VaultFileError ? error.message : detailOf(error) }, { cause: error });
  }
}

type Opened = { readonly dataKey: Uint8Array; readonly one: Candidate } | { readonly dataKey: null; readonly failure: CipherError };

/** Null for a wrong password, or bytes that are not what they were. */
async function unwrapOrNull(file: VaultFile, password: string): Promise<Uint8Array | null> {
  try {
    return await unwrapDataKey(file, password);
  } catch (error) {
    if (error instanceof CipherError) return null;
    throw error;
  }
}

/** The encrypted vault: makes, opens, changes, exports and restores it. Holds no secret between calls. */
export class Vault {
  readonly #s: Surroundings;
  readonly #lock: Lock;
  readonly copies: VaultCopies;
  #file: VaultFile | undefined;
  /** the accounts of that file, decrypted: a thousand of them are not opened anew for every page. No secret; forgotten with a lock all the same. */
  #accounts: { file: VaultFile; records: readonly OpenRecord[] } | undefined;

  constructor(surroundings: Surroundings, lock: Lock) {
    this.#s = surroundings;
    this.#lock = lock;
    this.copies = new VaultCopies(surroundings);
  }

  find(): Promise<Found> {
    return this.copies.find();
  }

  /** Is its data key at hand. */
  async isOpen(): Promise<boolean> {
    return (await this.#lock.openUntil()) !== null;
  }

  newRecordId(): string {
    return toHex(this.#s.random(16));
  }

  /** Makes the first vault, or with `beside` a second one while the present becomes an archive. Leaves it unlocked. */
  async create(password: string, records: readonly OpenRecord[], beside: boolean, idleMinutes: number): Promise<void> {
    checkNewPassword(password);
    await this.#alone(async () => {
      const found = await this.find();
      if (!found.empty && !beside) throw new Refusal("notEmpty");
      if (!found.empty) await this.copies.archive(found.best?.file.header.vaultId ?? this.newRecordId(), this.newRecordId(), this.#s.now());
      const generation = (found.best?.file.header.generation ?? 0) + 1;
      const dataKey = newDataKey(this.#s.random);
      const now = this.#s.now();
      const header: VaultHeader = {
        vaultId: toHex(this.#s.random(16)),
        generation,
        keyGeneration: generation,
        createdAt: now,
        writtenAt: now,
        kdf: newKdf(this.#s.random),
      };
      await this.#writeAnew(header, dataKey, password, records);
      await this.#lock.lock("user");
      await this.#lock.unlock({ vaultId: header.vaultId, keyGeneration: header.keyGeneration, dataKey }, idleMinutes);
      dataKey.fill(0);
    });
  }

  /**
   * Opens the best copy that the password opens and whose records are all whole, and brings the others up to it. Throws wrongPassword, backOff, vaultDamaged, and
   * vaultNewer where a later version of this program wrote one of them.
   */
  async unlock(password: string, idleMinutes: number): Promise<void> {
    // What another page writes while the key is made is read anew: nothing is ever written over it.
    while (!(await this.#unlockAsFound(await this.find(), password, idleMinutes)));
  }

  /** False when the copies are no longer those that were found. */
  async #unlockAsFound({ candidates, newer }: Found, password: string, idleMinutes: number): Promise<boolean> {
    if (newer) throw new Refusal("vaultNewer");
    if (candidates.length === 0) throw new Refusal("vaultDamaged", { detail: "no copy of the vault can be read" });
    const opened = await this.#tryOpen(candidates, password);
    if (opened.dataKey === null) throw new Refusal("vaultDamaged", { detail: opened.failure.message }, { cause: opened.failure });
    const { dataKey, one } = opened;
    try {
      return await this.#alone(async () => {
        const now = (await this.find()).candidates;
        if (now.length !== candidates.length || now.some(({ text }, at) => text !== candidates[at]?.text)) return false;
        await this.copies.repair(one).catch((error: unknown) => this.#s.report(error));
        this.#file = one.file;
        await this.#lock.unlock({ vaultId: one.file.header.vaultId, keyGeneration: one.file.header.keyGeneration, dataKey }, idleMinutes);
        return true;
      });
    } finally {
      dataKey.fill(0);
    }
  }

  /** Checks the password again for what needs it besides an unlocked wallet. Throws wrongPassword, backOff. */
  async checkPassword(password: string): Promise<void> {
    (await this.#tryUnwrap(await this.file(), password)).fill(0);
  }

  #tryUnwrap(file: VaultFile, password: string): Promise<Uint8Array> {
    return this.#tries(() => unwrapOrNull(file, password).then((key) => key ?? false));
  }

  /** The first candidate that opens whole; where the password opens some and none is whole, why not. Throws wrongPassword, backOff. */
  #tryOpen(candidates: readonly Candidate[], password: string): Promise<Opened> {
    return this.#tries(async () => {
      let failure: CipherError | undefined;
      for (const one of candidates) {
        const dataKey = await unwrapOrNull(one.file, password);
        if (dataKey === null) continue;
        try {
          await verifyVaultFile(one.file, dataKey);
          return { dataKey, one };
        } catch (error) {
          dataKey.fill(0);
          if (!(error instanceof CipherError)) throw error;
          failure = error;
        }
      }
      return failure === undefined ? false : { dataKey: null, failure };
    });
  }

  /** One at a time: two tries at once would both pass the same waiting time. */
  #tries<T>(check: () => Promise<T | false>): Promise<T> {
    return this.inTurn("password", () => tryPassword(this.#s, this.#s.now, check));
  }

  /** The present file, in memory after the first read: the worker is its only writer. */
  async file(): Promise<VaultFile> {
    if (this.#file !== undefined) return this.#file;
    const { best } = await this.find();
    if (best === null) throw new Refusal("vaultDamaged", { detail: "no copy of the vault is whole" });
    return (this.#file = best.file);
  }

  /** Decrypts the records of one kind. Throws locked. */
  async list(kind: Extract<RecordKind, "account" | "book" | "words">): Promise<readonly OpenRecord[]> {
    return this.#withKey(async (dataKey, file) => {
      if (kind === "account" && this.#accounts?.file === file) return this.#accounts.records;
      const wanted = file.records.filter((record) => record.kind === kind);
      const records = await Promise.all(wanted.map((record) => openRecord(dataKey, file.header.vaultId, record)));
      if (kind === "account") this.#accounts = { file, records };
      return records;
    });
  }

  /** What was opened goes from memory: the wallet is locked. */
  forget(): void {
    this.#accounts = undefined;
  }

  /** Kind, id and realm of every record: nothing is decrypted. */
  async heads(): Promise<Pick<SealedRecord, "kind" | "id" | "realm">[]> {
    return (await this.file()).records.map(({ kind, id, realm }) => ({ kind, id, realm }));
  }

  /** Decrypts one secret for one realm; another realm's secret stays encrypted. Throws locked, keyInOtherRealm, unknownKey. */
  async openSecret(id: string, realm: string): Promise<OpenRecord> {
    return this.#withKey((dataKey, file) => {
      const record = file.records.find((r) => r.id === id && (r.kind === "words" || r.kind === "lotus"));
      if (record === undefined) throw new Refusal("unknownKey", { detail: id });
      if (record.realm !== ANY_REALM && record.realm !== realm) throw new Refusal("keyInOtherRealm", { address: id, network: record.realm });
      return openRecord(dataKey, file.header.vaultId, record);
    });
  }

  /** Writes a new generation with these records put and removed. Throws locked, vaultWriteFailed. */
  async change(change: VaultChange): Promise<void> {
    await this.#alone(async () => {
      this.#file = undefined;
      await this.#withKey(async (dataKey, file) => {
        const gone = new Set([...(change.remove ?? []), ...(change.put ?? []).map((r) => r.id)]);
        const kept = file.records.filter((r) => !gone.has(r.id));
        const put = await Promise.all((change.put ?? []).map((r) => closeRecord(dataKey, file.header.vaultId, r, this.#s.random)));
        const header = { ...file.header, generation: file.header.generation + 1, writtenAt: this.#s.now() };
        const records = [...kept, ...put];
        const next: VaultFile = { ...file, header, records, seal: await sealRecords(dataKey, header, records, this.#s.random) };
        await this.#write(next, dataKey);
      });
    });
  }

  /** A new password is a new data key: everything is encrypted anew and older generations go. */
  async changePassword(password: string, next: string, idleMinutes: number): Promise<void> {
    checkNewPassword(next);
    if (password.normalize("NFKC") === next.normalize("NFKC")) throw new Refusal("passwordSame");
    await this.checkPassword(password);
    await this.#alone(async () => {
      this.#file = undefined;
      const { file, records } = await this.#withKey(async (oldKey, file) => ({
        file,
        records: await Promise.all(file.records.map((r) => openRecord(oldKey, file.header.vaultId, r))),
      }));
      await this.#rewrite(file, records, next, idleMinutes);
    });
  }

  async #rewrite(file: VaultFile, records: readonly OpenRecord[], password: string, idleMinutes: number): Promise<void> {
    const dataKey = newDataKey(this.#s.random);
    const generation = file.header.generation + 1;
    const header: VaultHeader = { ...file.header, generation, keyGeneration: generation, writtenAt: this.#s.now(), kdf: newKdf(this.#s.random) };
    await this.#writeAnew(header, dataKey, password, records);
    await this.#lock.unlock({ vaultId: header.vaultId, keyGeneration: generation, dataKey }, idleMinutes);
    dataKey.fill(0);
  }

  /** The encrypted file as it is stored; no password needed. Throws vaultDamaged. */
  async exportText(): Promise<string> {
    return formatVaultFile(await this.file());
  }

  /**
   * Takes a vault file in. The file's password opens it; its records are proved before anything is written. With a vault present
   * `beside` must be set, and the present one becomes an archive. Throws badVaultFile, wrongPassword, notEmpty.
   */
  async restore(text: string, password: string, beside: boolean, idleMinutes: number): Promise<void> {
    const file = parsed(text);
    const dataKey = await this.#tryUnwrap(file, password);
    await verifyVaultFile(file, dataKey)
      .then(
        () => this.#takeIn(file, dataKey, beside, idleMinutes),
        (error: unknown) => {
          throw new Refusal("badVaultFile", { detail: detailOf(error) }, { cause: error });
        },
      )
      .finally(() => dataKey.fill(0));
  }

  async #takeIn(file: VaultFile, dataKey: Uint8Array, beside: boolean, idleMinutes: number): Promise<void> {
    await this.#alone(async () => {
      const found = await this.find();
      if (!found.empty && !beside) throw new Refusal("notEmpty");
      if (!found.empty) await this.copies.archive(found.best?.file.header.vaultId ?? this.newRecordId(), this.newRecordId(), this.#s.now());
      const generation = Math.max(file.header.generation, found.best?.file.header.generation ?? 0) + 1;
      const header = { ...file.header, generation, writtenAt: this.#s.now() };
      const next = { ...file, header, seal: await sealRecords(dataKey, header, file.records, this.#s.random) };
      this.#file = undefined;
      await this.#write(next, dataKey);
      await this.#lock.lock("user");
      await this.#lock.unlock({ vaultId: header.vaultId, keyGeneration: header.keyGeneration, dataKey }, idleMinutes);
    });
  }

  /** Makes an archived vault the present one; the present one becomes an archive. Leaves the wallet locked. */
  async switchTo(id: string): Promise<void> {
    await this.#alone(async () => {
      const archive = (await this.copies.archives()).find((a) => a.id === id);
      if (archive === undefined) throw new Refusal("unknownKey", { detail: id });
      const file = parsed(archive.text);
      const found = await this.find();
      if (!found.empty) await this.copies.archive(found.best?.file.header.vaultId ?? this.newRecordId(), this.newRecordId(), this.#s.now());
      await this.#lock.lock("user");
      this.#file = undefined;
      await this.copies.adopt(archive.text, file);
      await this.copies.deleteArchive(id);
    });
  }

  /** Hands out the data key of the present file and wipes it, whatever came of it. Throws locked. */
  async #withKey<T>(act: (dataKey: Uint8Array, file: VaultFile) => Promise<T>): Promise<T> {
    const { vaultId, keyGeneration, dataKey } = await this.#lock.mustKey();
    try {
      const file = await this.file();
      if (vaultId !== file.header.vaultId || keyGeneration !== file.header.keyGeneration) {
        await this.#lock.lock("restart");
        throw new Refusal("locked");
      }
      return await act(dataKey, file);
    } finally {
      dataKey.fill(0);
    }
  }

  /** Encrypts and writes everything under a new data key; what was read back opens with the key that the password gave. */
  async #writeAnew(header: VaultHeader, dataKey: Uint8Array, password: string, records: readonly OpenRecord[]): Promise<void> {
    const key = await passwordKey(password, header.kdf);
    try {
      const sealed = await Promise.all(records.map((r) => closeRecord(dataKey, header.vaultId, r, this.#s.random)));
      const [wrap, seal] = [await wrapDataKey(dataKey, header, key, this.#s.random), await sealRecords(dataKey, header, sealed, this.#s.random)];
      await this.copies.write(formatVaultFile({ format: VAULT_FORMAT, version: VAULT_VERSION, header, wrap, seal, records: sealed }), async (back) => {
        const opened = await unwrapWithKey(back, key);
        await verifyVaultFile(back, opened);
        opened.fill(0);
      });
      this.#file = undefined;
    } finally {
      key.fill(0);
    }
  }

  async #write(file: VaultFile, dataKey: Uint8Array): Promise<void> {
    await this.copies.write(formatVaultFile(file), (back) => verifyVaultFile(back, dataKey));
    this.#file = undefined;
  }

  /** Runs `act` alone among all that say the same name: for reading a record, changing it and writing it back. */
  inTurn<T>(what: "password" | "book" | "keys", act: () => Promise<T>): Promise<T> {
    return this.#s.locks.hold(`vault:${what}`, act);
  }

  #alone<T>(act: () => Promise<T>): Promise<T> {
    return this.#s.locks.hold("vault", act);
  }
}
