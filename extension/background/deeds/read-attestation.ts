import { decodeStruct } from "../../../actor/abi/codec.ts";
import type { OwnerStructs } from "../../../actor/abi/methods.generated.ts";
import { fromHex } from "../../../filecoin/bytes.ts";
import { Refusal, detailOf } from "../../../wallet/refusal.ts";

/** An issuer's statement as it was handed over, hex; whether it is the right one, the dry run tells in the actor's own words. Throws badAttestation. */
export function readAttestation(hex: string | null): OwnerStructs["SignedAttestation"] | null {
  if (hex === null) return null;
  try {
    return decodeStruct("SignedAttestation", fromHex(hex.trim().replace(/^0x/i, "")));
  } catch (error) {
    throw new Refusal("badAttestation", { detail: detailOf(error) }, { cause: error });
  }
}
