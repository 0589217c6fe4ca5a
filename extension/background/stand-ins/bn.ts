/** Stands in for bn.js in this build (vite.config.ts): @glif/filecoin-number needs it in a method nobody calls. */
export default class BN {
  constructor() {
    throw new Error("amounts are bigint attoFIL");
  }
}
