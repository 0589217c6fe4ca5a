import { decodeReturn as decodeOwnerReturn, encodeParams } from "../../actor/abi/codec.ts";
import { METHOD_NUMBERS, type OwnerMethodName, type OwnerMethods } from "../../actor/abi/methods.generated.ts";
import { fromBase64, toBase64 } from "../../filecoin/bytes.ts";
import { decodeReturn, numberOf, type Method } from "../../filecoin/methods/method.ts";
import { minerMethods } from "../../filecoin/methods/miner.ts";
import type { MinerFacts } from "../model/miner-money.ts";
import type { TestDevnet } from "./devnet.ts";

/** What the chain says of miners and owner actors, asked past the extension. */
export class ChainFigures {
  constructor(
    private readonly devnet: TestDevnet,
    /** whose call a read pretends to be */
    private readonly reader: string,
  ) {}

  async minerInfo(miner: string): Promise<{ Owner: string; Beneficiary: string; Worker: string; ControlAddresses: string[] }> {
    return this.devnet.call("Filecoin.StateMinerInfo", miner, null);
  }

  async codeOf(address: string): Promise<string> {
    return (await this.devnet.call<{ Code: { "/": string } }>("Filecoin.StateGetActor", address, null)).Code["/"];
  }

  async actorBalance(address: string): Promise<bigint> {
    return BigInt((await this.devnet.call<{ Balance: string }>("Filecoin.StateGetActor", address, null)).Balance);
  }

  /** What a miner shows to the model; nothing of it comes from the owner actor. A debt must already be paid as far as it can, and no sector was terminated. */
  async minerFacts(miner: string): Promise<MinerFacts> {
    const [balance, available, { vestingFunds }] = await Promise.all([
      this.actorBalance(miner),
      this.#getter(miner, minerMethods.GetAvailableBalance),
      this.#getter(miner, minerMethods.GetVestingFunds),
    ]);
    return { balance, available, vesting: vestingFunds.map(({ epoch, amount }) => [epoch, amount]), terminating: false };
  }

  /** A view of the owner actor. */
  async view<M extends OwnerMethodName>(actor: string, name: M, params: OwnerMethods[M]["params"]): Promise<OwnerMethods[M]["returns"]> {
    return decodeOwnerReturn(name, await this.#call(actor, METHOD_NUMBERS[name], toBase64(encodeParams(name, params))));
  }

  async #getter<R>(to: string, method: Method<void, R>): Promise<R> {
    return decodeReturn(method, await this.#call(to, numberOf(method), null));
  }

  async #call(to: string, method: number, params: string | null): Promise<Uint8Array> {
    const message = {
      Version: 0,
      To: to,
      From: this.reader,
      Nonce: 0,
      Value: "0",
      GasLimit: 0,
      GasFeeCap: "0",
      GasPremium: "0",
      Method: method,
      Params: params,
    };
    const { MsgRct, Error: error } = await this.devnet.call<{ MsgRct: { ExitCode: number; Return: string | null }; Error: string }>(
      "Filecoin.StateCall",
      message,
      null,
    );
    if (MsgRct.ExitCode !== 0) throw new Error(`method ${method} of ${to} ended with exit code ${MsgRct.ExitCode}: ${error}`);
    return fromBase64(MsgRct.Return ?? "");
  }
}
