import * as v from "valibot";
import { networkSchema } from "../../../wallet/network.ts";
import { takeoverDraft } from "../../../wallet/takeover/takeover-draft.ts";
import { settingsView } from "../../shared/wallet-views.ts";
import type { Table } from "./stores.ts";

/** What records each table holds, by the beginning of their keys. Every record is checked against this when it is read (checked-transaction.ts). */
export interface RecordKind {
  readonly table: Table;
  readonly prefix: string;
  readonly schema: v.GenericSchema;
  /**
   * absent: a damaged one counts as not there, which costs a preference or a memory. refuse: it must not be overlooked, since a number that it holds would be given
   * out again; whoever reads it gets RecordDamaged.
   */
  readonly damaged: "absent" | "refuse";
}

const text = v.string();
const moment = v.number();

/** As far as the rules of the outbox need it to find its way; the rest is theirs. */
const slot = v.looseObject({
  id: text,
  genesis: text,
  account: text,
  nonce: v.number(),
  attempts: v.array(v.looseObject({ cid: text, state: text })),
});

const approval = v.looseObject({
  id: text,
  revision: v.number(),
  state: v.picklist(["open", "consumed", "dead"]),
  draft: v.looseObject({ networkId: text, genesis: text }),
  view: v.looseObject({ id: text, createdAt: moment }),
});

const kinds: readonly RecordKind[] = [
  { table: "slots", prefix: "", schema: slot, damaged: "refuse" },
  { table: "approvals", prefix: "approval.", schema: approval, damaged: "absent" },
  { table: "approvals", prefix: "open", schema: text, damaged: "absent" },
  { table: "drafts", prefix: "takeover ", schema: takeoverDraft, damaged: "absent" },
  { table: "networks", prefix: "network.", schema: networkSchema, damaged: "absent" },
  { table: "networks", prefix: "selected", schema: text, damaged: "absent" },
  { table: "settings", prefix: "settings", schema: v.partial(settingsView), damaged: "absent" },
  { table: "seen", prefix: "sent ", schema: v.object({ sentTimes: v.number(), lastSent: v.nullable(moment) }), damaged: "absent" },
  { table: "seen", prefix: "", schema: v.object({ type: text, code: v.nullable(text), firstSeen: moment }), damaged: "absent" },
];

/** The kind of a record; undefined for those that are checked by who reads them (the vault's copies), and for what can be made anew at any time. */
export const kindOf = (table: Table, key: string): RecordKind | undefined => kinds.find((kind) => kind.table === table && key.startsWith(kind.prefix));

/** Tables with records that are checked. */
export const CHECKED: ReadonlySet<Table> = new Set(kinds.map(({ table }) => table));
