import type { Address } from "../../filecoin/address.ts";
import type { ActorId } from "../../filecoin/units.ts";

/** The account whose message runs. */
export interface Origin {
  readonly id: ActorId;
  /** as written in the message: f2 addresses derive from it */
  readonly address: Address;
  readonly nonce: number;
  /** attoFIL per gas that the block producer gets */
  readonly gasPremium: bigint;
}
