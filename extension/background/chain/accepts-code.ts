import { Address } from "../../../filecoin/address.ts";
import { initMethods } from "../../../filecoin/methods/init.ts";
import { encodeParams, numberOf } from "../../../filecoin/methods/method.ts";
import { SINGLETON_IDS } from "../../../filecoin/methods/actor-type.ts";
import { ExitCode } from "../../../filecoin/exit-code.ts";
import type { LotusClient } from "../../../filecoin/rpc/client.ts";
import { RpcFailure } from "../../../filecoin/rpc/errors.ts";
import { attoFil } from "../../../filecoin/units.ts";

/**
 * Does a network let anybody install native actor code: asked by a dry run of InstallCode with bytes that are no Wasm. An init actor
 * without the method answers 22; one that has it refuses the bytes.
 */
export async function acceptsCode(node: LotusClient): Promise<"yes" | "no" | "unknown"> {
  const message = {
    version: 0 as const,
    to: Address.id(SINGLETON_IDS.init),
    from: Address.id(SINGLETON_IDS.burntFunds),
    nonce: 0,
    value: attoFil(0n),
    gasLimit: 0,
    gasFeeCap: attoFil(0n),
    gasPremium: attoFil(0n),
    method: numberOf(initMethods.InstallCode),
    params: encodeParams(initMethods.InstallCode, { code: new Uint8Array([0]) }),
  };
  try {
    const exit = (await node.stateCall(message)).receipt?.exitCode;
    if (exit === ExitCode.USR_UNHANDLED_MESSAGE || exit === ExitCode.USR_FORBIDDEN) return "no";
    return exit === ExitCode.USR_ILLEGAL_ARGUMENT || exit === ExitCode.USR_SERIALIZATION || exit === ExitCode.USR_ILLEGAL_STATE || exit === 0
      ? "yes"
      : "unknown";
  } catch (error) {
    if (error instanceof RpcFailure) return "unknown";
    throw error;
  }
}
