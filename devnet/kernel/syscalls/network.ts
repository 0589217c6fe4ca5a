import { lookback } from "../price-list.ts";
import { checkTipsetEpoch } from "../network-rules.ts";
import { type SyscallDefinition, i64, u32 } from "./syscall.ts";

/** Module network: the moment of the chain. Source: ref-fvm fvm/src/syscalls/{network,filecoin}.rs. */
export const network: Record<string, SyscallDefinition> = {
  context: {
    params: "",
    out: 44,
    run({ calls: { context } }, memory, args) {
      const out = u32(args, 0);
      memory.view.setBigInt64(out, BigInt(context.epoch), true);
      memory.view.setBigUint64(out + 8, BigInt(context.timestamp), true);
      memory.putAmount(out + 16, context.baseFee);
      memory.view.setBigUint64(out + 32, BigInt(context.chainId), true);
      memory.view.setUint32(out + 40, context.networkVersion, true);
    },
  },
  tipset_cid: {
    params: "Iii",
    out: 4,
    run({ calls }, memory, args) {
      const [offset, capacity] = [u32(args, 2), u32(args, 3)];
      memory.check(offset, capacity);
      const epoch = i64(args, 1);
      checkTipsetEpoch(epoch, calls.context.epoch);
      calls.gas.charge("OnTipsetCid", lookback(BigInt(calls.context.epoch) - epoch));
      const cid = calls.context.tipsetCid(Number(epoch));
      memory.view.setUint32(u32(args, 0), memory.putCid(cid.bytes, offset, capacity), true);
    },
  },
  total_fil_circ_supply: {
    params: "",
    out: 16,
    run({ calls }, memory, args) {
      memory.putAmount(u32(args, 0), calls.context.circulatingSupply);
    },
  },
};
