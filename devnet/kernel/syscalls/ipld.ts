import { FatalError } from "../faults.ts";
import { isBlockCodec, scanLinks } from "../ipld-links.ts";
import * as price from "../price-list.ts";
import { ErrorNumber, SyscallError } from "../runtime.ts";
import { BLAKE2B_256 } from "../wire-cid.ts";
import { type SyscallDefinition, u32, u64 } from "./syscall.ts";

/** Module ipld: blocks by handle. Source: ref-fvm fvm/src/syscalls/ipld.rs, kernel/default.rs. */

const MAX_BLOCK_BYTES = 1 << 20;
const MAX_I32 = 0x7fff_ffff;

export const ipld: Record<string, SyscallDefinition> = {
  block_open: {
    params: "i",
    out: 16,
    run({ calls, blocks }, memory, args) {
      const cid = memory.cid(u32(args, 1));
      calls.gas.charge("OnBlockOpenBase", price.BLOCK_OPEN_BASE);
      if (!blocks.isReachable(cid.key)) throw new SyscallError(ErrorNumber.notFound, "the block cannot be reached");
      const bytes = calls.readBlock(cid);
      if (bytes === undefined) throw new FatalError("a reachable block is not in the store");
      const links = scanLinks(cid.codec, bytes, calls.gas);
      calls.gas.charge("OnBlockOpen", price.blockOpen(bytes.length, links.length));
      const handle = blocks.putReachable({ codec: cid.codec, bytes, links });
      const out = u32(args, 0);
      memory.view.setBigUint64(out, BigInt(cid.codec), true);
      memory.view.setUint32(out + 8, handle, true);
      memory.view.setUint32(out + 12, bytes.length, true);
    },
  },
  block_create: {
    params: "Iii",
    out: 4,
    run({ calls, blocks }, memory, args) {
      const length = u32(args, 3);
      memory.check(u32(args, 2), length);
      if (length > MAX_BLOCK_BYTES) throw new SyscallError(ErrorNumber.limitExceeded, "a block has at most 1 MiB");
      const codec = Number(u64(args, 1));
      if (!isBlockCodec(codec)) {
        throw new SyscallError(ErrorNumber.illegalCodec, `codec 0x${codec.toString(16)} is not of state`);
      }
      const bytes = memory.copy(u32(args, 2), length);
      const links = scanLinks(codec, bytes, calls.gas);
      calls.gas.charge("OnBlockCreate", price.blockCreate(length, links.length));
      memory.view.setUint32(u32(args, 0), blocks.putChecked({ codec, bytes, links }), true);
    },
  },
  block_read: {
    params: "iiii",
    out: 4,
    run({ calls, blocks }, memory, args) {
      const [handle, offset, at, length] = [u32(args, 1), u32(args, 2), u32(args, 3), u32(args, 4)];
      memory.check(at, length);
      if (offset + length > MAX_I32) throw new SyscallError(ErrorNumber.illegalArgument, "the range exceeds 31 bits");
      const { bytes } = blocks.get(handle);
      const count = Math.min(Math.max(bytes.length - offset, 0), length);
      calls.gas.charge("OnBlockRead", price.blockRead(count));
      memory.write(at, bytes.subarray(offset, offset + count));
      memory.view.setInt32(u32(args, 0), bytes.length - (offset + length), true);
    },
  },
  block_stat: {
    params: "i",
    out: 12,
    run({ blocks }, memory, args) {
      const { codec, bytes } = blocks.get(u32(args, 1));
      memory.view.setBigUint64(u32(args, 0), BigInt(codec), true);
      memory.view.setUint32(u32(args, 0) + 8, bytes.length, true);
    },
  },
  block_link: {
    params: "iIiii",
    out: 4,
    run({ calls, blocks }, memory, args) {
      const [offset, capacity] = [u32(args, 4), u32(args, 5)];
      memory.check(offset, capacity);
      if (u64(args, 2) !== BigInt(BLAKE2B_256) || u32(args, 3) !== 32) {
        throw new SyscallError(ErrorNumber.illegalCid, "state blocks are hashed with blake2b-256");
      }
      const { codec, bytes } = blocks.get(u32(args, 1));
      calls.gas.charge("OnBlockLink", price.blockLink(bytes.length));
      const cid = calls.writeBlock(codec, bytes);
      blocks.markReachable(cid.key);
      memory.view.setUint32(u32(args, 0), memory.putCid(cid.bytes, offset, capacity), true);
    },
  },
};
