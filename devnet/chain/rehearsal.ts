/** What the world does to miners and accounts, on demand: rewards, penalties, faults, money from nowhere, somebody else's call. */
import { Address } from "../../filecoin/address.ts";
import { type CborValue, encodeCbor } from "../../filecoin/cbor.ts";
import { BLOCK_GAS_LIMIT } from "../../filecoin/gas/block-limits.ts";
import type { Message } from "../../filecoin/message.ts";
import type { ActorId } from "../../filecoin/units.ts";
import { accountState } from "../builtin/account.ts";
import { PENALIZE, PLEDGE, RELEASE_PLEDGE, encodeRehearsalAmount } from "../builtin/miner/rehearsal.ts";
import {
  DECLARE_RECOVERIES,
  FAULT_SECTORS,
  RECOVER_SECTORS,
  SEAL_SECTORS,
  SETTLE_TERMINATIONS,
  TERMINATE_SECTORS,
  encodeSealSectors,
  encodeSectorNumbers,
  encodeTerminateSectors,
} from "../builtin/miner/sector-rehearsal.ts";
import type { Machine } from "../kernel/machine.ts";
import { putBlock } from "../state/blockstore.ts";
import type { StateTree } from "../state/state-tree.ts";
import { type Applied, applyMessage } from "./apply-message.ts";
import type { Chain } from "./chain.ts";
import { ChainError } from "./chain-options.ts";
import { applySystemMessage, systemMessage } from "./execute-tipset.ts";
import { rewardMessage } from "./reward-message.ts";

const SYSTEM = Address.id(0);

/** Pays a miner exactly `amount` attoFIL as a block reward: out of the reward actor, three quarters of it vesting. */
export function rewardMiner(chain: Chain, miner: Address, amount: bigint): void {
  checkAmount(amount);
  const message = rewardMessage(miner, amount);
  chain.intervene((_state, machine) => applySystemMessage(machine, message, `the reward of ${miner.toString("t")}`));
}

/** Charges a miner: fee debt, paid at once from vesting and free funds as far as they go. */
export function penalizeMiner(chain: Chain, miner: Address, amount: bigint): void {
  checkAmount(amount);
  chain.intervene((_state, machine) => rehearse(machine, miner, PENALIZE, encodeRehearsalAmount(amount), "penalty"));
}

/** Locks free funds of a miner as initial pledge, as sealing sectors does. */
export function pledgeMiner(chain: Chain, miner: Address, amount: bigint): void {
  checkAmount(amount);
  chain.intervene((_state, machine) => rehearse(machine, miner, PLEDGE, encodeRehearsalAmount(amount), "pledge"));
}

/** Frees pledge of a miner without sectors, as their expiry does. */
export function releasePledge(chain: Chain, miner: Address, amount: bigint): void {
  checkAmount(amount);
  chain.intervene((_state, machine) => rehearse(machine, miner, RELEASE_PLEDGE, encodeRehearsalAmount(amount), "release of pledge"));
}

/** Adds proven sectors that expire at an epoch, with `pledge` attoFIL each. From then on the miner has deadlines to pay at. */
export function sealSectors(chain: Chain, miner: Address, count: number, expiration: number, pledge: bigint): void {
  checkAmount(pledge);
  const params = encodeSealSectors([{ count, expiration, pledge, deadline: null }]);
  chain.intervene((_state, machine) => rehearse(machine, miner, SEAL_SECTORS, params, "sealing"));
}

/** Sectors lose their power and cost a fee at each of their deadlines. */
export function faultSectors(chain: Chain, miner: Address, sectors: readonly number[]): void {
  chain.intervene((_state, machine) => rehearse(machine, miner, FAULT_SECTORS, encodeSectorNumbers(sectors), "fault"));
}

/** Faulty sectors get their power back at once. */
export function recoverSectors(chain: Chain, miner: Address, sectors: readonly number[]): void {
  chain.intervene((_state, machine) => rehearse(machine, miner, RECOVER_SECTORS, encodeSectorNumbers(sectors), "recovery"));
}

/** Faulty sectors are declared to work again: they do from the end of their deadline on. */
export function declareRecoveries(chain: Chain, miner: Address, sectors: readonly number[]): void {
  chain.intervene((_state, machine) => rehearse(machine, miner, DECLARE_RECOVERIES, encodeSectorNumbers(sectors), "declaration of recovery"));
}

/** Ends sectors early. Unsettled, their fees stay due and block withdrawals until settleTerminations. */
export function terminateSectors(chain: Chain, miner: Address, sectors: readonly number[], settled: boolean): void {
  const params = encodeTerminateSectors(sectors, settled);
  chain.intervene((_state, machine) => rehearse(machine, miner, TERMINATE_SECTORS, params, "termination"));
}

/** Pays the fees that terminateSectors left due. */
export function settleTerminations(chain: Chain, miner: Address): void {
  chain.intervene((_state, machine) => rehearse(machine, miner, SETTLE_TERMINATIONS, undefined, "settlement"));
}

/** Gives an account a balance, attoFIL; f1 and f3 addresses without an actor get one. */
export function setBalance(chain: Chain, address: Address, balance: bigint): void {
  checkAmount(balance);
  chain.intervene((state) => {
    const id = state.resolve(address) ?? createAccount(chain, state, address);
    const actor = state.getActor(id);
    if (actor === undefined) throw new ChainError(`there is no actor ${address.toString("t")}`);
    state.setActor(id, { ...actor, balance });
  });
}

/** Runs a message as if its sender had sent it, whoever that is: no signature, no nonce, no fee. A failure changes nothing. */
export function impersonate(chain: Chain, message: Message): Applied {
  const free = { ...message, gasLimit: message.gasLimit === 0 ? BLOCK_GAS_LIMIT : message.gasLimit };
  return chain.intervene((_state, machine) => applyMessage(machine, free, { kind: "implicit", onChainLength: 0 }));
}

function rehearse(machine: Machine, miner: Address, method: number, content: CborValue | undefined, what: string): void {
  const params = content === undefined ? new Uint8Array(0) : encodeCbor(content);
  applySystemMessage(machine, systemMessage({ from: SYSTEM, to: miner, method, params }), `the ${what} of ${miner.toString("t")}`);
}

function createAccount(chain: Chain, state: StateTree, address: Address): ActorId {
  const code = chain.builtins.manifest.find((entry) => entry.name === "account")?.code;
  if (code === undefined || (address.protocol !== 1 && address.protocol !== 3)) {
    throw new ChainError(`there is no actor ${address.toString("t")}, and only f1 and f3 addresses become accounts`);
  }
  const id = state.registerAddress(address);
  const content: CborValue = accountState(address);
  state.setActor(id, {
    code,
    head: putBlock(state.blockstore, 0x71, encodeCbor(content)),
    nonce: 0,
    balance: 0n,
    delegated: null,
  });
  return id;
}

function checkAmount(amount: bigint): void {
  if (amount < 0n) throw new ChainError(`expected an amount of at least 0 attoFIL, got ${amount}`);
}
