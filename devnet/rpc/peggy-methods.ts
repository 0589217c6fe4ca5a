/** Peggy.*: what only a rehearsal can do. All but Rehearsal need an admin token. Amounts are attoFIL as decimal text. */
import { Address } from "../../filecoin/address.ts";
import { messageCid } from "../../filecoin/message.ts";
import {
  declareRecoveries,
  faultSectors,
  impersonate,
  penalizeMiner,
  pledgeMiner,
  recoverSectors,
  releasePledge,
  rewardMiner,
  sealSectors,
  setBalance,
  settleTerminations,
  terminateSectors,
} from "../chain/rehearsal.ts";
import type { Chain } from "../chain/chain.ts";
import { addressJson, cidJson, receiptJson, tipsetJson } from "./lotus-shapes.ts";
import type { RpcMethod } from "./method-table.ts";
import type { FurtherNodes } from "./further-nodes.ts";
import { Params } from "./params.ts";
import { RpcCode, RpcFault } from "./rpc-error.ts";
import { type RehearsalSetup, accountInfos, minerInfos } from "./rehearsal-info.ts";
import { traceJson } from "./execution-trace-json.ts";
import { messageFromPartialJson } from "../../filecoin/message.ts";

const admin = (params: RpcMethod["params"], call: RpcMethod["call"]): RpcMethod => ({
  permission: "admin",
  params,
  call,
});

/** Callable without a token, from this machine: how a wallet learns that it may rehearse here, and with which words. */
export const OPEN_PEGGY_METHODS = ["Peggy.Rehearsal"] as const;

export function peggyMethods(chain: Chain, setup: RehearsalSetup, nodes: FurtherNodes): Record<string, RpcMethod> {
  return { ...timeMethods(chain), ...moneyMethods(chain), ...nodeMethods(nodes), ...infoMethods(chain, setup) };
}

function nodeMethods(nodes: FurtherNodes): Record<string, RpcMethod> {
  return {
    /** [{gateway?}]: another node of this chain, {rpc, ws}. */
    OpenNode: admin([0, 1], (p) => nodes.open({ gateway: !p.absent() && p.object().gateway === true })),
    CloseNode: admin(1, (p) => nodes.close(p.text())),
  };
}

function timeMethods(chain: Chain): Record<string, RpcMethod> {
  return {
    Advance: admin(1, (p) => tipsetJson(chain.advance(p.count()))),
    Mine: admin([0, 1], (p) => {
      const count = p.absent() ? 1 : p.count();
      for (let i = 0; i < count; i++) chain.mine();
      return tipsetJson(chain.head);
    }),
    Snapshot: admin(0, () => chain.snapshot()),
    Revert: admin(1, (p) => {
      chain.revert(p.text());
      return tipsetJson(chain.head);
    }),
  };
}

function moneyMethods(chain: Chain): Record<string, RpcMethod> {
  const onMiner = (act: (chain: Chain, miner: Address, amount: bigint) => void): RpcMethod =>
    admin(2, (p) => {
      const miner = p.address();
      act(chain, miner, p.atto());
      return tipsetJson(chain.head);
    });
  return {
    Reward: onMiner(rewardMiner),
    /** [miner, amount, every n epochs]; n = 0 ends it. Until the node stops. */
    RegularReward: admin(3, (p) => {
      const reward = { miner: p.address(), amount: p.atto(), every: p.count() };
      chain.regularReward = reward.every === 0 ? null : reward;
      return chain.regularReward !== null;
    }),
    Penalty: onMiner(penalizeMiner),
    Pledge: onMiner(pledgeMiner),
    ReleasePledge: onMiner(releasePledge),
    ...sectorMethods(chain),
    SetBalance: admin(2, (p) => {
      setBalance(chain, p.address(), p.atto());
      return tipsetJson(chain.head);
    }),
    /** [address, message]: the message counts as sent by the address */
    Impersonate: admin(2, (p) => impersonated(chain, p)),
  };
}

/** Sectors are given by their numbers, as [1, 2, 5]. */
function sectorMethods(chain: Chain): Record<string, RpcMethod> {
  const onSectors = (act: (chain: Chain, miner: Address, sectors: number[]) => void): RpcMethod =>
    admin(2, (p) => {
      const miner = p.address();
      act(chain, miner, sectorNumbers(p));
      return tipsetJson(chain.head);
    });
  return {
    /** [miner, count, expiration epoch, pledge of each] */
    Seal: admin(4, (p) => {
      sealSectors(chain, p.address(), p.count(), p.count(), p.atto());
      return tipsetJson(chain.head);
    }),
    Fault: onSectors(faultSectors),
    Recover: onSectors(recoverSectors),
    DeclareRecovered: onSectors(declareRecoveries),
    /** [miner, sectors, settle the fees now? default yes] */
    Terminate: admin([2, 3], (p) => {
      const miner = p.address();
      const sectors = sectorNumbers(p);
      terminateSectors(chain, miner, sectors, p.absent() ? true : p.boolean());
      return tipsetJson(chain.head);
    }),
    SettleTerminations: admin(1, (p) => {
      settleTerminations(chain, p.address());
      return tipsetJson(chain.head);
    }),
  };
}

function sectorNumbers(p: Params): number[] {
  const list = p.any();
  if (Array.isArray(list) && list.every((n): n is number => typeof n === "number" && Number.isSafeInteger(n) && n >= 0)) return list;
  throw new RpcFault(RpcCode.parse, "expected sector numbers as an array, e.g. [1, 2]");
}

function impersonated(chain: Chain, p: Params): Record<string, unknown> {
  const from = p.address();
  const message = messageFromPartialJson({ ...p.object(), From: addressJson(from) });
  const applied = impersonate(chain, message);
  return {
    MsgCid: cidJson(messageCid(message)),
    MsgRct: receiptJson({
      exitCode: applied.exitCode,
      ret: applied.ret,
      gasUsed: Number(applied.gasUsed),
      eventsRoot: null,
    }),
    ExecutionTrace: traceJson(applied.trace ?? null),
    Error: applied.error ?? "",
    Height: chain.head.height,
  };
}

function infoMethods(chain: Chain, setup: RehearsalSetup): Record<string, RpcMethod> {
  const genesis = chain.genesis.cid.toString();
  const declaration = {
    rehearsal: true,
    realm: genesis,
    genesis,
    network: chain.networkName,
    networkName: chain.networkName,
  };
  return {
    Rehearsal: {
      permission: "read",
      params: 0,
      call: () => ({
        ...declaration,
        mnemonic: setup.mnemonic,
        accounts: setup.rehearsal.accounts.map(({ address, path }) => ({
          address: addressJson(address),
          path,
        })),
        miners: minerInfos(chain, setup.rehearsal).map((m) => m.address),
        token: setup.walletToken,
      }),
    },
    Info: admin(0, () => ({
      ...declaration,
      mnemonic: setup.mnemonic,
      accounts: accountInfos(chain, setup.rehearsal),
      miners: minerInfos(chain, setup.rehearsal),
      blocksHeld: chain.blocks.size,
      height: chain.head.height,
    })),
  };
}
