import * as v from "valibot";
import type { Database, KeyValueStore, Surroundings } from "../../storage/stores.ts";
import { checksumOf, isNewerVaultFile, parseVaultFile, VaultFileError, type VaultFile } from "./vault-file.ts";

/** What is there of a vault: two slots and a pointer in storage.local, a copy in the database. Everything is read and nothing changed. */

export const POINTER = "vault.pointer";
export const SLOTS = ["vault.slot.a", "vault.slot.b"] as const;
export type Slot = (typeof SLOTS)[number];
export const COPY = "copy";

export const pointerSchema = v.object({ slot: v.picklist(SLOTS), generation: v.pipe(v.number(), v.safeInteger()), sha256: v.string() });
const copySchema = v.object({ text: v.string(), generation: v.pipe(v.number(), v.safeInteger()), sha256: v.string() });

/** whole: it reads, and what stands beside it vouches for it. newer: a later version of this program wrote it. unreadable: the store itself failed. */
type CopyState = "whole" | "damaged" | "missing" | "unreadable" | "newer";

export interface Copy {
  where: "storage" | "database";
  state: CopyState;
  text: string | null;
  file: VaultFile | null;
}

/** A vault file that reads. Whether it is whole its own seal tells, once a password has opened it. */
export interface Candidate {
  text: string;
  file: VaultFile;
  /** pointer or checksum vouch for it */
  vouched: boolean;
}

export interface Found {
  storage: Copy;
  database: Copy;
  /** everything that a password may open: what is vouched for first, then by generation, the newest first; each text once */
  candidates: Candidate[];
  /** the first of the candidates; null when there is none */
  best: Candidate | null;
  /** a later version of this program wrote one of the copies: nothing is written */
  newer: boolean;
  /** both stores are empty: the first run */
  empty: boolean;
  /** every byte that may be a vault, for an export when nothing decrypts */
  raw: { name: string; text: string }[];
}

/** Where copies lie; `report`: for what a store fails with, which is no answer to anybody. */
export type Stores = Pick<Surroundings, "local" | "database" | "report">;

/** Reads what one text is; keeps the last that was found whole, since every look at the wallet's state reads both copies. */
class Reader {
  #whole: { text: string; sha256: string; file: VaultFile } | undefined;

  file(text: string): VaultFile | "newer" | null {
    if (this.#whole?.text === text) return this.#whole.file;
    try {
      return parseVaultFile(text);
    } catch (error) {
      if (!(error instanceof VaultFileError)) throw error;
      return isNewerVaultFile(text) ? "newer" : null;
    }
  }

  vouched(where: Copy["where"], text: string, sha256: string, generation: number): Copy {
    const file = this.file(text);
    if (file === "newer") return { where, state: "newer", text, file: null };
    const known = this.#whole?.text === text && this.#whole.sha256 === sha256;
    const whole = file !== null && file.header.generation === generation && (known || checksumOf(text) === sha256);
    if (whole) this.#whole = { text, sha256, file };
    return { where, state: whole ? "whole" : "damaged", text, file };
  }
}

export class CopyFinder {
  readonly #local: KeyValueStore;
  readonly #database: Database;
  readonly #report: (error: unknown) => void;
  readonly #reader = new Reader();

  constructor({ local, database, report }: Stores) {
    this.#local = local;
    this.#database = database;
    this.#report = report;
  }

  async find(): Promise<Found> {
    const raw: Found["raw"] = [];
    const { storage, texts } = await this.#storage(raw);
    const database = await this.#inDatabase(raw);
    const candidates = new Map<string, Candidate>();
    const offer = (text: string | null, vouched: boolean): void => {
      if (text === null || candidates.has(text)) return;
      const file = this.#reader.file(text);
      if (file !== null && file !== "newer") candidates.set(text, { text, file, vouched });
    };
    for (const copy of [storage, database]) if (copy.state === "whole") offer(copy.text, true);
    for (const text of [...texts, database.text]) offer(text, false);
    const ranked = [...candidates.values()].sort((a, b) => Number(b.vouched) - Number(a.vouched) || b.file.header.generation - a.file.header.generation);
    return {
      storage,
      database,
      candidates: ranked,
      best: ranked[0] ?? null,
      newer: [...texts, database.text].some((text) => text !== null && this.#reader.file(text) === "newer"),
      empty: storage.state === "missing" && database.state === "missing",
      raw,
    };
  }

  async #storage(raw: Found["raw"]): Promise<{ storage: Copy; texts: string[] }> {
    const where = "storage";
    let pointer: unknown;
    const texts = new Map<Slot, string>();
    try {
      pointer = await this.#local.get(POINTER);
      for (const slot of SLOTS) {
        const text = await this.#local.get(slot);
        if (typeof text === "string") texts.set(slot, text);
        if (text !== undefined) raw.push({ name: slot, text: typeof text === "string" ? text : JSON.stringify(text) });
      }
    } catch (error) {
      // Whatever the browser's storage fails with: the copy in the database is for this.
      this.#report(error);
      return { storage: { where, state: "unreadable", text: null, file: null }, texts: [...texts.values()] };
    }
    const all = [...texts.values()];
    const named = v.safeParse(pointerSchema, pointer);
    const text = named.success ? texts.get(named.output.slot) : undefined;
    if (named.success && text !== undefined) {
      return { storage: this.#reader.vouched(where, text, named.output.sha256, named.output.generation), texts: all };
    }
    const newer = all.find((one) => this.#reader.file(one) === "newer");
    if (newer !== undefined) return { storage: { where, state: "newer", text: newer, file: null }, texts: all };
    const isEmpty = pointer === undefined && raw.length === 0;
    return { storage: { where, state: isEmpty ? "missing" : "damaged", text: null, file: null }, texts: all };
  }

  async #inDatabase(raw: Found["raw"]): Promise<Copy> {
    const where = "database";
    let value: unknown;
    try {
      value = await this.#database.read(["vault"], (tx) => tx.get("vault", COPY));
    } catch (error) {
      // As above, the other way round.
      this.#report(error);
      return { where, state: "unreadable", text: null, file: null };
    }
    if (value === undefined) return { where, state: "missing", text: null, file: null };
    const parsed = v.safeParse(copySchema, value);
    raw.push({ name: where, text: parsed.success ? parsed.output.text : JSON.stringify(value) });
    if (!parsed.success) return { where, state: "damaged", text: null, file: null };
    return this.#reader.vouched(where, parsed.output.text, parsed.output.sha256, parsed.output.generation);
  }
}
