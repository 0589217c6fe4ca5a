/** The file of @glif/filecoin-number that holds its numbers alone; the package's index also brings a converter that asks the network. */
declare module "@glif/filecoin-number/module/FilecoinNumber.js" {
  export { CoinType, FilecoinNumber } from "@glif/filecoin-number";
}
