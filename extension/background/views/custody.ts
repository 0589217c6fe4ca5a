import type { OwnerStructs } from "../../../actor/abi/methods.generated.ts";
import type { MinerFacts } from "../../../actor/abi/rules/loss.ts";
import { getMiner, type OwnerReader } from "../../../actor/abi/views.ts";
import { Address } from "../../../filecoin/address.ts";
import type { ActorId } from "../../../filecoin/units.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { readDebt } from "../../../wallet/told/miner-money.ts";

/** A miner in an owner actor's custody: what the actor has booked of it, and what it shows itself. */
export interface Custody {
  readonly book: OwnerStructs["MinerView"];
  readonly facts: MinerFacts;
}

export async function readCustody(scope: Scope, reader: OwnerReader, miners: readonly { readonly id: ActorId }[]): Promise<Custody[]> {
  return Promise.all(
    miners.map(async ({ id }) => {
      const book = await getMiner(reader, id);
      const { balance, available, vesting, matured } = book;
      return { book, facts: { balance, available, vesting, matured, ...(await readDebt(scope, Address.id(id), available)) } };
    }),
  );
}
