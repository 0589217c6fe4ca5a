/**
 * Stands in for @glif/filecoin-message in this build (vite.config.ts): the wallet provider makes one only in its gas estimates, which this
 * wallet asks of its own client.
 */
export class Message {
  constructor() {
    throw new Error("messages are made in filecoin/message.ts");
  }
}
