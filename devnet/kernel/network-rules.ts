/** Which epochs an actor may ask about. Source: ref-fvm fvm/src/kernel/default.rs. */
import { ErrorNumber, SyscallError } from "./runtime.ts";

/** Tipset CIDs exist for epochs before the current one. Throws SyscallError illegalArgument. */
export function checkTipsetEpoch(epoch: bigint, current: number): void {
  if (epoch < 0n || epoch >= BigInt(current)) {
    throw new SyscallError(ErrorNumber.illegalArgument, `expected an epoch from 0 to ${String(current - 1)}; got ${String(epoch)}`);
  }
}
