/** A small chain for tests: fixed keys, no clock, no disk unless given. */
import { mnemonicToSeedSync } from "@scure/bip39";
import { Address } from "../../filecoin/address.ts";
import type { LotusKey } from "../../filecoin/lotusKey.ts";
import { type Message, type SignedMessage, messageCid } from "../../filecoin/message.ts";
import { signBls, signSecp256k1 } from "../../filecoin/signature.ts";
import { attoFil } from "../../filecoin/units.ts";
import { cronWork } from "../builtin/cron-work.ts";
import { REHEARSAL_POLICY } from "../builtin/policy.ts";
import { standInBuiltins } from "../builtin/registry.ts";
import { Chain } from "./chain.ts";
import type { ChainOptions } from "./chain-options.ts";
import { type Rehearsal, foundingGenesis, rehearsalOf } from "./founding.ts";
import { supplyOf } from "./supply.ts";

export const FIL = 10n ** 18n;
export const MNEMONIC = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
const SEED = mnemonicToSeedSync(MNEMONIC);

export interface TestChain {
  chain: Chain;
  rehearsal: Rehearsal;
}

/** A founded chain at height 1. Equal options give equal chains. */
export function testChain(options: Partial<ChainOptions> & { networkName?: string; atWork?: boolean } = {}): TestChain {
  const builtins = standInBuiltins(REHEARSAL_POLICY);
  const { networkName = "test", atWork = false, ...rest } = options;
  let rehearsal: Rehearsal | undefined;
  const keys = (genesis: Parameters<typeof rehearsalOf>[0]): Rehearsal => (rehearsal ??= rehearsalOf(genesis, SEED, 3));
  const chain = Chain.open({
    builtins,
    genesis: foundingGenesis({ builtins, rehearsal: keys, networkName, timestamp: 1_700_000_000, atWork }),
    miner: Address.id(1000),
    blockDelay: 1,
    mineOnPush: false,
    circulatingSupply: (state) => supplyOf(state).circulating,
    cronWork,
    ...rest,
  });
  if (chain.head.height === 0) chain.mine();
  return { chain, rehearsal: keys(chain.genesis.cid) };
}

export type MessageFields = Partial<Omit<Message, "version">>;

/** A transfer with fees that pass; fields override. */
export function messageOf(from: Address, fields: MessageFields = {}): Message {
  return {
    version: 0,
    to: Address.id(99),
    from,
    nonce: 0,
    value: attoFil(FIL),
    gasLimit: 10_000_000,
    gasFeeCap: attoFil(1_000_000_000n),
    gasPremium: attoFil(100_000n),
    method: 0,
    params: new Uint8Array(0),
    ...fields,
  };
}

export function sign(message: Message, key: LotusKey): SignedMessage {
  const data = messageCid(message).bytes;
  return {
    message,
    signature: key.type === "bls" ? signBls(key.privateKey, data) : signSecp256k1(key.privateKey, data),
  };
}

/** A signed transfer of the n-th rehearsal account. */
export function transferOf({ rehearsal }: TestChain, account: number, fields: MessageFields = {}): SignedMessage {
  const sender = rehearsal.accounts[account];
  if (sender === undefined) throw new Error(`there is no account ${account}`);
  return sign(messageOf(sender.address, fields), sender.key);
}
