/** Stands in for bignumber.js in this build (vite.config.ts): the wallet provider computes with it in gas estimates, which nobody calls. */
export class BigNumber {
  constructor() {
    throw new Error("amounts are bigint attoFIL");
  }
}
