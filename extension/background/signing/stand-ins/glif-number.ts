/**
 * Stands in for @glif/filecoin-number in this build (vite.config.ts), whose number library would be a tenth of the worker: the wallet
 * provider makes one of a balance that the node told in attoFIL, and hands it on as such.
 */
export class FilecoinNumber {
  readonly #atto: bigint;

  constructor(amount: string, unit: string) {
    if (unit !== "attofil") throw new Error(`expected an amount in attofil; got ${amount} ${unit}`);
    this.#atto = BigInt(amount);
  }

  toAttoFil(): string {
    return this.#atto.toString();
  }
}
