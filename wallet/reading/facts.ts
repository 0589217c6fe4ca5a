import type { Address } from "../../filecoin/address.ts";
import type { Cid } from "../../filecoin/cid.ts";
import type { MinerInfo } from "../../filecoin/state/miner-info.ts";
import type { Transaction } from "../../filecoin/state/multisig.ts";
import type { ActorId } from "../../filecoin/units.ts";
import type { OwnerStructs } from "../../actor/abi/methods.generated.ts";
import type { ActorType } from "../values.ts";

/** What the meaning of a message depends on besides its bytes. certain-facts.ts alone fills these in for what is signed, from signed and proven facts. */

/** What stands at an address. */
export interface Who {
  /** null: nothing is there */
  readonly id: ActorId | null;
  readonly type: ActorType;
  /** manifest name of built-in code */
  readonly builtin: string | null;
  readonly code: string | null;
  /** version of the owner actor whose code this is */
  readonly release: string | null;
  /** the account of this vault whose key it is */
  readonly own: Address | null;
}

/** A miner that is called, as far as what is done to it depends on it. Amounts in attoFIL. */
export type MinerFacts = Readonly<
  Pick<MinerInfo, "owner" | "pendingOwner" | "worker" | "pendingWorker" | "control" | "beneficiary" | "beneficiaryTerm" | "pendingBeneficiary">
> & { readonly balance: bigint };

/** Code that is named by its CID: a release of the owner actor, or a built-in actor's. */
export type KnownCode = { readonly kind: "owner"; readonly release: string } | { readonly kind: "builtin"; readonly name: string };

/** The proposal that a message names by its number. */
export interface ProposalFacts {
  readonly action: OwnerStructs["Action"];
  /** no reorganisation can give the number to another proposal any more */
  readonly final: boolean;
}

export interface Facts {
  /** what is called: the type of the receiver */
  readonly receiver: Pick<Who, "type" | "builtin">;
  who(address: Address): Who;
  /** false: a reorganisation can still give the id to another actor */
  isFinal(address: Address): boolean;
  /** null: the address is no miner */
  minerAt(address: Address): MinerFacts | null;
  /** null: code that this build does not know */
  codeOf(code: Cid): KnownCode | null;
  /** null: no proposal is named, or there is none of this number */
  readonly proposal: ProposalFacts | null;
  /** owners of the requests that the message pays, each once */
  readonly payees: readonly Address[];
  /** the multisig's transaction that the message names by its number; null: none is named, or none of this number waits */
  readonly transaction: Transaction | null;
  /** the newest epoch that any source names: with it, care can only grow */
  readonly now: number;
}
