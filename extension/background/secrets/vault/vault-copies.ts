import * as v from "valibot";
import type { Database, KeyValueStore } from "../../storage/stores.ts";
import { Refusal, detailOf } from "../../../../wallet/refusal.ts";
import { type Candidate, COPY, type Copy, CopyFinder, type Found, POINTER, pointerSchema, type Slot, SLOTS, type Stores } from "./find-copies.ts";
import { checksumOf, parseVaultFile, type VaultFile } from "./vault-file.ts";

/**
 * Where the vault lies: two slots and a pointer in storage.local, a copy in the database. A write goes to the free slot, is read
 * back and verified, then the pointer moves, then the copy follows, then the older slot goes. At any break one whole copy is left.
 * Nothing is ever written over what could not be read: it is set aside first.
 */

const ARCHIVE = "vault.archive.";
const ASIDE = "vault.aside.";

type Pointer = v.InferOutput<typeof pointerSchema>;

/** An earlier generation of the same vault: its successor holds all that it held. */
const isBefore = ({ header: a }: VaultFile, { header: b }: VaultFile): boolean => a.vaultId === b.vaultId && a.generation <= b.generation;

export class VaultCopies {
  readonly #local: KeyValueStore;
  readonly #database: Database;
  readonly #stores: Stores;
  readonly #finder: CopyFinder;

  constructor(stores: Stores) {
    this.#local = stores.local;
    this.#database = stores.database;
    this.#stores = stores;
    this.#finder = new CopyFinder(stores);
  }

  /** Reads all that is there; changes nothing. */
  find(): Promise<Found> {
    return this.#finder.find();
  }

  /**
   * Writes a new generation. `verify` decrypts all of what was read back and throws when something is wrong; then nothing was
   * switched and the present vault stands as it was. Throws Refusal vaultWriteFailed.
   */
  async write(text: string, verify: (file: VaultFile) => Promise<void>): Promise<void> {
    const generation = parseVaultFile(text).header.generation;
    const before = await this.#mayWrite();
    if (before.storage.state === "damaged") await this.#setAside(before.raw.filter((item) => item.name !== "database"));
    const free = await this.#freeSlot();
    await this.#local.set(free, text);
    const back = await this.#local.get(free);
    if (back !== text) throw new Refusal("vaultWriteFailed", { detail: "storage gave back other bytes than were written" });
    await verify(parseVaultFile(text));
    const present = await this.#local.get(POINTER);
    const pointer: Pointer = { slot: free, generation, sha256: checksumOf(text) };
    await this.#local.set(POINTER, pointer);
    try {
      await this.#writeDatabase(text, generation, before.database);
    } catch (error) {
      await (present === undefined ? this.#local.remove(POINTER) : this.#local.set(POINTER, present));
      throw error;
    }
    await this.#removeOlder(free);
  }

  /**
   * Makes an archived file the present one, as it is: its header is sealed, so its generation cannot be raised without its password.
   * The database copy goes first, for of two whole copies the higher generation wins, whichever vault it is.
   */
  async adopt(text: string, file: VaultFile): Promise<void> {
    await this.#mayWrite();
    const generation = file.header.generation;
    const slot = await this.#freeSlot();
    await this.#local.set(slot, text);
    if ((await this.#local.get(slot)) !== text) throw new Refusal("vaultWriteFailed", { detail: "storage gave back other bytes than were written" });
    await this.#database.write(["vault"], (tx) => tx.delete("vault", COPY));
    await this.#local.set(POINTER, { slot, generation, sha256: checksumOf(text) } satisfies Pointer);
    await this.#writeDatabase(text, generation, { where: "database", state: "missing", text: null, file: null });
    await this.#removeOlder(slot);
  }

  /**
   * After an unlock proved this file whole: brings both copies to it, setting damaged bytes aside first. Another vault, or a later generation of this one, becomes an
   * archive: this password may not open it, and another one may.
   * Throws Refusal vaultNewer, vaultWriteFailed.
   */
  async repair({ text, file }: Pick<Candidate, "text" | "file">): Promise<void> {
    const found = await this.#mayWrite();
    const generation = file.header.generation;
    for (const other of found.candidates) if (other.text !== text && !isBefore(other.file, file)) await this.#keepBeside(other);
    if ((found.storage.text !== text || found.storage.state === "damaged") && found.storage.state !== "unreadable") {
      if (found.storage.state === "damaged") await this.#setAside(found.raw.filter((item) => item.name !== "database"));
      const slot = await this.#freeSlot();
      await this.#local.set(slot, text);
      if ((await this.#local.get(slot)) !== text) return;
      await this.#local.set(POINTER, { slot, generation, sha256: checksumOf(text) } satisfies Pointer);
    }
    if (found.database.text !== text && found.database.state !== "unreadable") await this.#writeDatabase(text, generation, found.database);
    const pointer = v.safeParse(pointerSchema, await this.#local.get(POINTER));
    if (pointer.success && pointer.output.generation === generation) await this.#removeOlder(pointer.output.slot);
  }

  /** Throws Refusal vaultNewer where a later version of this program wrote a copy: that one is left alone. */
  async #mayWrite(): Promise<Found> {
    const found = await this.find();
    if (found.newer) throw new Refusal("vaultNewer");
    return found;
  }

  /**
   * Puts the present vault (whole or not) beside, under its id, in both stores; the slots stay as they are. An archive of the same
   * vault from another time keeps its place: this one then goes under `otherId`.
   */
  async archive(id: string, otherId: string, now: number): Promise<void> {
    const { best, raw, candidates } = await this.find();
    for (const other of candidates) if (best !== null && other !== best && !isBefore(other.file, best.file)) await this.#keepBeside(other);
    const value = { text: best?.text ?? JSON.stringify(raw), createdAt: best?.file.header.createdAt ?? now, exported: false };
    const there = (await this.archives()).find((archive) => archive.id === id);
    await this.#putArchive(there === undefined || there.text === value.text ? id : otherId, value);
  }

  /** One that reads, among the archives: under its checksum, and once. */
  async #keepBeside({ text, file }: Candidate): Promise<void> {
    if ((await this.archives()).some((archive) => archive.text === text)) return;
    await this.#putArchive(checksumOf(text).slice(0, 32), { text, createdAt: file.header.createdAt, exported: false });
  }

  async #putArchive(id: string, value: { text: string; createdAt: number; exported: boolean }): Promise<void> {
    await this.#local.set(ARCHIVE + id, value);
    await this.#database.write(["vault"], (tx) => tx.put("vault", `archive.${id}`, value));
    const back = await this.#local.get(ARCHIVE + id);
    if ((back as { text?: string } | undefined)?.text !== value.text) throw new Refusal("vaultWriteFailed", { detail: "the archive did not read back" });
  }

  async archives(): Promise<{ id: string; text: string; createdAt: number; exported: boolean }[]> {
    const schema = v.object({ text: v.string(), createdAt: v.number(), exported: v.boolean() });
    const found = new Map<string, v.InferOutput<typeof schema>>();
    const records = (await this.#orReport(this.#database.read(["vault"], (tx) => tx.list("vault", "archive.")))) ?? [];
    for (const { key, value } of records) {
      const parsed = v.safeParse(schema, value);
      if (parsed.success) found.set(key.slice("archive.".length), parsed.output);
    }
    for (const key of (await this.#orReport(this.#local.keys())) ?? []) {
      if (!key.startsWith(ARCHIVE)) continue;
      const parsed = v.safeParse(schema, await this.#orReport(this.#local.get(key)));
      if (parsed.success && !found.has(key.slice(ARCHIVE.length))) found.set(key.slice(ARCHIVE.length), parsed.output);
    }
    return [...found].map(([id, value]) => ({ id, ...value }));
  }

  /** What one store fails with leaves the other's archives there. */
  async #orReport<T>(asked: Promise<T>): Promise<T | undefined> {
    try {
      return await asked;
    } catch (error) {
      this.#stores.report(error);
      return undefined;
    }
  }

  async markArchiveExported(id: string): Promise<void> {
    for (const archive of await this.archives()) {
      if (archive.id !== id) continue;
      const value = { text: archive.text, createdAt: archive.createdAt, exported: true };
      await this.#local.set(ARCHIVE + id, value);
      await this.#database.write(["vault"], (tx) => tx.put("vault", `archive.${id}`, value));
    }
  }

  async deleteArchive(id: string): Promise<void> {
    await this.#local.remove(ARCHIVE + id);
    await this.#database.write(["vault"], (tx) => tx.delete("vault", `archive.${id}`));
  }

  /** A slot that is not the one pointed to; unreadable pointers leave both occupied slots alone. */
  async #freeSlot(): Promise<Slot> {
    const pointer = v.safeParse(pointerSchema, await this.#local.get(POINTER));
    if (pointer.success) return pointer.output.slot === SLOTS[0] ? SLOTS[1] : SLOTS[0];
    for (const slot of SLOTS) if ((await this.#local.get(slot)) === undefined) return slot;
    const items: { name: string; text: string }[] = [];
    for (const slot of SLOTS) items.push({ name: slot, text: String(await this.#local.get(slot)) });
    await this.#setAside(items);
    return SLOTS[0];
  }

  async #writeDatabase(text: string, generation: number, present: Copy): Promise<void> {
    try {
      await this.#database.write(["vault"], async (tx) => {
        const old = await tx.get("vault", COPY);
        if (present.state === "damaged" && old !== undefined) {
          const text = JSON.stringify(old);
          await tx.put("vault", `aside.${checksumOf(text).slice(0, 16)}`, { text });
        }
        await tx.put("vault", COPY, { text, generation, sha256: checksumOf(text) });
      });
    } catch (error) {
      throw new Refusal("vaultWriteFailed", { detail: `the second copy was not written: ${detailOf(error)}` }, { cause: error });
    }
  }

  /** Keeps damaged bytes under their own checksum, so that doing it twice changes nothing. */
  async #setAside(items: readonly { name: string; text: string }[]): Promise<void> {
    for (const item of items) await this.#local.set(ASIDE + checksumOf(item.text).slice(0, 16), item.text);
  }

  async #removeOlder(kept: Slot): Promise<void> {
    for (const slot of SLOTS) if (slot !== kept) await this.#local.remove(slot);
  }
}
