/** Stands in for bn.js, by which FilecoinNumber makes CBOR bytes: those are made in filecoin/, by the worker. */
export default class {
  constructor() {
    throw new Error("pages make no bytes of amounts");
  }
}
