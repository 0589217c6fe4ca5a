;; Installs the code it is given: stores the params as a raw block and asks the machine to prepare it.
;; The answer is error number (4 bytes) ‖ CID of the code.
(module
  (import "ipld" "block_create" (func $block_create (param i32 i64 i32 i32) (result i32)))
  (import "ipld" "block_read" (func $block_read (param i32 i32 i32 i32 i32) (result i32)))
  (import "ipld" "block_stat" (func $block_stat (param i32 i32) (result i32)))
  (import "ipld" "block_link" (func $block_link (param i32 i32 i64 i32 i32 i32) (result i32)))
  (import "actor" "install_actor" (func $install (param i32) (result i32)))
  (memory (export "memory") 4)
  (func (export "invoke") (param $params i32) (result i32) (local $length i32)
    (if (call $block_stat (i32.const 0) (local.get $params)) (then (unreachable)))
    (local.set $length (i32.load (i32.const 8)))
    (if (call $block_read (i32.const 20) (local.get $params) (i32.const 0) (i32.const 4096) (local.get $length)) (then (unreachable)))
    (if (call $block_create (i32.const 24) (i64.const 0x55) (i32.const 4096) (local.get $length)) (then (unreachable)))
    (if (call $block_link (i32.const 28) (i32.load (i32.const 24)) (i64.const 0xb220) (i32.const 32) (i32.const 100) (i32.const 100)) (then (unreachable)))
    (i32.store (i32.const 96) (call $install (i32.const 100)))
    (if (call $block_create (i32.const 24) (i64.const 0x55) (i32.const 96) (i32.const 42)) (then (unreachable)))
    (i32.load (i32.const 24)))
)
