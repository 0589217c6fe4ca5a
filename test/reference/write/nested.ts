/** Writes scenarios/nested.json: sends inside sends. Run from the repository root. */
import { writeFileSync } from "node:fs";
import { Address } from "../../../filecoin/address.ts";
import { toHex } from "../../../filecoin/bytes.ts";
import { secp256k1PublicKey } from "../../../filecoin/signature.ts";
const F1 = Address.secp256k1(secp256k1PublicKey(new Uint8Array(32).fill(5))).toString();
const nest = (n: number) => toHex(Uint8Array.from([n & 255, n >> 8, 0, 0, 0, 0, 0, 0, ...Address.id(1000).bytes, 0, 0, 0, 0, 0]));
writeFileSync(
  "test/reference/scenarios/nested.json",
  JSON.stringify(
    {
      title: "Sends inside sends to the greatest depth; a host needs a large stack",
      accounts: [{ address: F1, balance: "100000000000000000000" }],
      actors: [{ id: 1000, wasm: "../actors/probe.wasm", balance: "1000000" }],
      messages: [1022, 1023, 1024].map((n) => ({
        name: `nest ${n}`,
        from: F1,
        to: "f01000",
        method: 48,
        params: nest(n),
      })),
    },
    null,
    1,
  ) + "\n",
);
