import type { Devnet } from "../devnet/node.ts";

/** The one line of JSON that `--json` prints: what a program needs to use the devnet. Balances are attoFIL as decimal text. */
export function printedDevnet(devnet: Devnet, ownerActorCode: string): object {
  const { rpc, ws, token, network, mnemonic, accounts, miners } = devnet;
  return { rpc, ws, token, network, mnemonic, accounts, miners, ownerActorCode };
}
