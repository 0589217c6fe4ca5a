import type { Message } from "../../filecoin/message.ts";
import type { Facts, MinerFacts } from "./facts.ts";
import type { Call, Presenter, Reading } from "./reading-parts.ts";

/** A call of a miner: its bytes, who calls, and what the chain says of the miner. */
export interface MinerCall {
  readonly message: Message;
  readonly call: Call;
  readonly facts: Facts;
  readonly miner: MinerFacts;
  readonly show: Presenter;
  /** the party that is called; every part begins with it */
  readonly roles: Reading["roles"];
}
