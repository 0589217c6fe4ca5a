/** An actor ends its frame through vm.exit; travels through its Wasm frames. */
export class ActorExit extends Error {
  override readonly name = "ActorExit";
  constructor(
    readonly exitCode: number,
    /** block handle, 0 = none */
    readonly handle: number,
    message: string,
  ) {
    super(message);
  }
}
