/** The host's functions, alone in one file. Every one returns 0 or an ErrorNumber; out-pointers come first and are packed little-endian (ref-fvm sdk/src/sys). */

@external("vm", "exit")
export declare function vm_exit(code: u32, block: u32, message: usize, length: u32): u32;
@external("vm", "message_context")
export declare function vm_message_context(out: usize): u32;
@external("network", "context")
export declare function network_context(out: usize): u32;
@external("ipld", "block_open")
export declare function ipld_block_open(out: usize, cid: usize): u32;
@external("ipld", "block_create")
export declare function ipld_block_create(out: usize, codec: u64, data: usize, length: u32): u32;
@external("ipld", "block_read")
export declare function ipld_block_read(out: usize, id: u32, offset: u32, data: usize, length: u32): u32;
@external("ipld", "block_stat")
export declare function ipld_block_stat(out: usize, id: u32): u32;
@external("ipld", "block_link")
export declare function ipld_block_link(out: usize, id: u32, hash: u64, hashLength: u32, cid: usize, capacity: u32): u32;
@external("self", "root")
export declare function self_root(out: usize, cid: usize, capacity: u32): u32;
@external("self", "set_root")
export declare function self_set_root(cid: usize): u32;
@external("self", "current_balance")
export declare function self_current_balance(out: usize): u32;
@external("actor", "resolve_address")
export declare function actor_resolve_address(out: usize, address: usize, length: u32): u32;
@external("actor", "lookup_delegated_address")
export declare function actor_lookup_delegated_address(out: usize, id: u64, address: usize, capacity: u32): u32;
@external("actor", "get_actor_code_cid")
export declare function actor_get_actor_code_cid(out: usize, id: u64, cid: usize, capacity: u32): u32;
@external("actor", "get_builtin_actor_type")
export declare function actor_get_builtin_actor_type(out: usize, cid: usize): u32;
@external("actor", "get_code_cid_for_type")
export declare function actor_get_code_cid_for_type(out: usize, type: i32, cid: usize, capacity: u32): u32;
@external("actor", "balance_of")
export declare function actor_balance_of(out: usize, id: u64): u32;
@external("crypto", "hash")
export declare function crypto_hash(out: usize, code: u64, data: usize, length: u32, digest: usize, capacity: u32): u32;
@external("crypto", "recover_secp_public_key")
export declare function crypto_recover_secp_public_key(out: usize, hash: usize, signature: usize): u32;
@external("event", "emit_event")
export declare function event_emit_event(entries: usize, count: u32, keys: usize, keysLength: u32, values: usize, valuesLength: u32): u32;
@external("send", "send")
export declare function send_send(out: usize, to: usize, toLength: u32, method: u64, params: u32, valueHigh: u64, valueLow: u64, gasLimit: u64, flags: u64): u32;
