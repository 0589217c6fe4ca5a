import * as v from "valibot";
import type { Database, KeyValueStore } from "../../storage/stores.ts";
import { Refusal, detailOf } from "../../../../wallet/refusal.ts";
import { checksumOf, parseVaultFile, type VaultFile } from "./vault-file.ts";

/**
 * Where the vault lies: two slots and a pointer in storage.local, a copy in the database. A write goes to the free slot, is read
 * back and verified, then the pointer moves, then the copy follows, then the older slot goes. At any break one whole copy is left.
 * Nothing is ever written over what could not be read: it is set aside first.
 */

const POINTER = "vault.pointer";
const SLOTS = ["vault.slot.a", "vault.slot.b"] as const;
type Slot = (typeof SLOTS)[number];
const ARCHIVE = "vault.archive.";
const ASIDE = "vault.aside.";
const COPY = "copy";

const pointerSchema = v.strictObject({ slot: v.picklist(SLOTS), generation: v.pipe(v.number(), v.safeInteger()), sha256: v.string() });
type Pointer = v.InferOutput<typeof pointerSchema>;
const copySchema = v.strictObject({ text: v.string(), generation: v.pipe(v.number(), v.safeInteger()), sha256: v.string() });

export type CopyState = "whole" | "damaged" | "missing" | "unreadable";

export interface Copy {
  where: "storage" | "database";
  state: CopyState;
  text: string | null;
  file: VaultFile | null;
}

export interface Found {
  storage: Copy;
  database: Copy;
  /** the copy that counts: the newest whole one, else one that reads though no pointer vouches for it; null when there is none */
  best: { text: string; file: VaultFile; from: "storage" | "database" } | null;
  /** both stores are empty: the first run */
  empty: boolean;
  /** every byte that may be a vault, for an export when nothing decrypts */
  raw: { name: string; text: string }[];
}

function readOrNull(text: string): { text: string; file: VaultFile } | null {
  try {
    return { text, file: parseVaultFile(text) };
  } catch {
    return null;
  }
}

export class VaultCopies {
  readonly #local: KeyValueStore;
  readonly #database: Database;
  /** the text that was last found whole: both copies hold it, and every look at the wallet's state reads both */
  #whole: { text: string; sha256: string; file: VaultFile } | undefined;

  constructor(local: KeyValueStore, database: Database) {
    this.#local = local;
    this.#database = database;
  }

  #verified(where: Copy["where"], text: string, sha256: string, generation: number): Copy {
    const known = this.#whole;
    if (known?.text === text && known.sha256 === sha256 && known.file.header.generation === generation)
      return { where, state: "whole", text, file: known.file };
    const file = checksumOf(text) === sha256 ? (readOrNull(text)?.file ?? null) : null;
    if (file?.header.generation !== generation) return { where, state: "damaged", text, file: null };
    this.#whole = { text, sha256, file };
    return { where, state: "whole", text, file };
  }

  /** Reads both copies; decides, changes nothing. */
  async find(): Promise<Found> {
    const raw: Found["raw"] = [];
    const [storage, database] = [await this.#readStorage(raw), await this.#readDatabase(raw)];
    const readable = [storage, database].filter((copy) => copy.file !== null) as (Copy & { text: string; file: VaultFile })[];
    const rank = (copy: Copy & { file: VaultFile }): number => (copy.state === "whole" ? copy.file.header.generation : 0);
    const [first] = readable.sort((a, b) => rank(b) - rank(a));
    return {
      storage,
      database,
      best: first === undefined ? null : { text: first.text, file: first.file, from: first.where },
      empty: storage.state === "missing" && database.state === "missing",
      raw,
    };
  }

  async #readStorage(raw: Found["raw"]): Promise<Copy> {
    let pointer: unknown;
    const texts = new Map<Slot, string>();
    try {
      pointer = await this.#local.get(POINTER);
      for (const slot of SLOTS) {
        const text = await this.#local.get(slot);
        if (typeof text === "string") {
          texts.set(slot, text);
          raw.push({ name: slot, text });
        } else if (text !== undefined) raw.push({ name: slot, text: JSON.stringify(text) });
      }
    } catch {
      return { where: "storage", state: "unreadable", text: null, file: null };
    }
    const named = v.safeParse(pointerSchema, pointer);
    if (named.success) {
      const text = texts.get(named.output.slot);
      if (text !== undefined) return this.#verified("storage", text, named.output.sha256, named.output.generation);
    }
    // Without a pointer a slot that reads as a vault file is offered all the same: its own seal tells whether it is whole.
    const readable = [...texts.values()].flatMap((text) => readOrNull(text) ?? []).sort((a, b) => b.file.header.generation - a.file.header.generation)[0];
    if (readable !== undefined) return { where: "storage", state: "damaged", ...readable };
    const nothing = pointer === undefined && texts.size === 0 && raw.length === 0;
    return { where: "storage", state: nothing ? "missing" : "damaged", text: null, file: null };
  }

  async #readDatabase(raw: Found["raw"]): Promise<Copy> {
    let value: unknown;
    try {
      value = await this.#database.read(["vault"], (tx) => tx.get("vault", COPY));
    } catch {
      return { where: "database", state: "unreadable", text: null, file: null };
    }
    if (value === undefined) return { where: "database", state: "missing", text: null, file: null };
    const parsed = v.safeParse(copySchema, value);
    raw.push({ name: "database", text: parsed.success ? parsed.output.text : JSON.stringify(value) });
    if (!parsed.success) return { where: "database", state: "damaged", text: null, file: null };
    return this.#verified("database", parsed.output.text, parsed.output.sha256, parsed.output.generation);
  }

  /**
   * Writes a new generation. `verify` decrypts all of what was read back and throws when something is wrong; then nothing was
   * switched and the present vault stands as it was. Throws Refusal vaultWriteFailed.
   */
  async write(text: string, verify: (file: VaultFile) => Promise<void>): Promise<void> {
    const generation = parseVaultFile(text).header.generation;
    const before = await this.find();
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
    const generation = file.header.generation;
    const slot = await this.#freeSlot();
    await this.#local.set(slot, text);
    if ((await this.#local.get(slot)) !== text) throw new Refusal("vaultWriteFailed", { detail: "storage gave back other bytes than were written" });
    await this.#database.write(["vault"], (tx) => tx.delete("vault", COPY));
    await this.#local.set(POINTER, { slot, generation, sha256: checksumOf(text) } satisfies Pointer);
    await this.#writeDatabase(text, generation, { where: "database", state: "missing", text: null, file: null });
    await this.#removeOlder(slot);
  }

  /** After an unlock proved the best copy: brings the other up to it, setting damaged bytes aside first. */
  async repair(): Promise<void> {
    const found = await this.find();
    if (found.best === null) return;
    const { text, file } = found.best;
    const generation = file.header.generation;
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

  /**
   * Puts the present vault (whole or not) beside, under its id, in both stores; the slots stay as they are. An archive of the same
   * vault from another time keeps its place: this one then goes under `otherId`.
   */
  async archive(id: string, otherId: string, now: number): Promise<void> {
    const { best, raw } = await this.find();
    const value = { text: best?.text ?? JSON.stringify(raw), createdAt: best?.file.header.createdAt ?? now, exported: false };
    const there = (await this.archives()).find((archive) => archive.id === id);
    const free = there === undefined || there.text === value.text ? id : otherId;
    await this.#local.set(ARCHIVE + free, value);
    await this.#database.write(["vault"], (tx) => tx.put("vault", `archive.${free}`, value));
    const back = await this.#local.get(ARCHIVE + free);
    if ((back as { text?: string } | undefined)?.text !== value.text) throw new Refusal("vaultWriteFailed", { detail: "the archive did not read back" });
  }

  async archives(): Promise<{ id: string; text: string; createdAt: number; exported: boolean }[]> {
    const schema = v.object({ text: v.string(), createdAt: v.number(), exported: v.boolean() });
    const found = new Map<string, v.InferOutput<typeof schema>>();
    const records = await this.#database.read(["vault"], (tx) => tx.list("vault", "archive.")).catch(() => []);
    for (const { key, value } of records) {
      const parsed = v.safeParse(schema, value);
      if (parsed.success) found.set(key.slice("archive.".length), parsed.output);
    }
    for (const key of await this.#local.keys().catch(() => [])) {
      if (!key.startsWith(ARCHIVE)) continue;
      const parsed = v.safeParse(schema, await this.#local.get(key).catch(() => undefined));
      if (parsed.success && !found.has(key.slice(ARCHIVE.length))) found.set(key.slice(ARCHIVE.length), parsed.output);
    }
    return [...found].map(([id, value]) => ({ id, ...value }));
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
