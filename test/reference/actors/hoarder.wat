;; Grows its memory by the pages of the params' first number, then sends itself the rest: how much memory a whole stack
;; of calls may hold. The answer is what memory.grow gave in every frame, the innermost last.
(module
  (import "ipld" "block_create" (func $block_create (param i32 i64 i32 i32) (result i32)))
  (import "ipld" "block_read" (func $block_read (param i32 i32 i32 i32 i32) (result i32)))
  (import "ipld" "block_stat" (func $block_stat (param i32 i32) (result i32)))
  (import "vm" "message_context" (func $message_context (param i32) (result i32)))
  (import "send" "send" (func $send (param i32 i32 i32 i64 i32 i64 i64 i64 i64) (result i32)))
  (memory (export "memory") 1)
  (func (export "invoke") (param $params i32) (result i32) (local $length i32)
    (if (call $block_stat (i32.const 0) (local.get $params)) (then (unreachable)))
    (local.set $length (i32.load (i32.const 8)))
    (if (call $block_read (i32.const 20) (local.get $params) (i32.const 0) (i32.const 1000) (local.get $length)) (then (unreachable)))
    (i32.store (i32.const 2000) (memory.grow (i32.load (i32.const 1000))))
    (if (i32.gt_u (local.get $length) (i32.const 4))
      (then
        ;; f0 of itself: protocol 0, id 1000 as LEB128
        (i32.store (i32.const 3000) (i32.const 0x0007e800))
        (if (call $block_create (i32.const 24) (i64.const 0x55) (i32.const 1004) (i32.sub (local.get $length) (i32.const 4))) (then (unreachable)))
        (if (call $send (i32.const 40) (i32.const 3000) (i32.const 3) (i64.const 1) (i32.load (i32.const 24))
          (i64.const 0) (i64.const 0) (i64.const -1) (i64.const 0)) (then (unreachable)))
        (i32.store (i32.const 2004) (i32.load (i32.const 40)))
        (if (i32.load (i32.const 44))
          (then (if (i32.gt_s (call $block_read (i32.const 20) (i32.load (i32.const 44)) (i32.const 0) (i32.const 2008) (i32.load (i32.const 56))) (i32.const 0)) (then (unreachable)))))))
    (if (call $block_create (i32.const 24) (i64.const 0x55) (i32.const 2000)
      (i32.add (i32.const 8) (if (result i32) (i32.gt_u (local.get $length) (i32.const 4)) (then (i32.load (i32.const 56))) (else (i32.const 0))))) (then (unreachable)))
    (i32.load (i32.const 24)))
)
