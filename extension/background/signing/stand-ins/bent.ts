/** Stands in for bent in this build (vite.config.ts): @glif/filecoin-number's price converter would call the network with it. */
export default function bent(): never {
  throw new Error("this wallet asks no price server");
}
