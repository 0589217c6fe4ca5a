import { createDecipheriv, createHash, scryptSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Lock } from "../lock/lock.ts";
import { testSurroundings, type TestSurroundings } from "../../storage/test-surroundings.ts";
import { Vault } from "./vault.ts";
import { parseVaultFile, type Box, type VaultFile } from "./vault-file.ts";

/**
 * Vault file, version 1, held fast: a file that was written once opens for ever, what is written now is the same form, and another
 * implementation that follows docs/vault-format.md reads it. scrypt is the real one here.
 */

const PASSWORD = "correct horse ångström";
/** Written by this build's first version: password above, one words record and one account, all random bytes counted up. */
const FILE_1 =
  '{"format":"fil-peggy-vault","version":1,"header":{"vaultId":"202122232425262728292a2b2c2d2e2f","generation":1,"keyGeneration":1,"createdAt":1800000000000,"writtenAt":1800000000000,"kdf":{"name":"scrypt","N":131072,"r":8,"p":1,"salt":"MDEyMzQ1Njc4OTo7PD0+P0BBQkNERUZHSElKS0xNTk8="}},"wrap":{"nonce":"aGlqa2xtbm9wcXJz","data":"hZ+Ao6SbpyVrTGbXQR774orksO+yTMwyFWxBUru+Nj9VpkRcHAc0f5VjBDSQzIGV"},"seal":{"nonce":"dHV2d3h5ent8fX5/","data":"zKvUekeq8kAg826sYjabieRg7z2M9B/cd6srHanejWPt4I0le0PC3DBXizIDOlgf"},"records":[{"kind":"words","version":1,"id":"00000000000000000000000000000000","realm":"*","nonce":"UFFSU1RVVldYWVpb","data":"6QVBG5Y0ysRmlFEAqoDv9ZRGk4VHA7pWTOiOsNA58BUjz/28HUOzxwivlv+y59mgvlkCcQpoIQj5s4gkw6xj81xKq/PnnXIDAoOMbvAtajrikfNog9QqTp8JJKZ3fq48hc03sjWOhUBzDBXQGhRhKIM0My6zP3E2yO6tD8j25eKq+PI9Om4RLnL8QFayVhlePBiodXZ/6Q=="},{"kind":"account","version":1,"id":"11111111111111111111111111111111","realm":"bafy2bzacecnamqgqmifpluoeldx7zzglxcljo6oja4vrmtj7432rphldpdmm2","nonce":"XF1eX2BhYmNkZWZn","data":"EuGGL3ZMw/FfFYonjne0LrbzDA3MCx6OQci6cuDtHoghA1Dj4MyyqVRpG3PMrcJfL+nBKAZQLQtF8SdN6bPO29FJDWjm6c6eSlYy82tz3PycpJS8pq+n3KdmOd7CYnMQTc8iG2rBBM9M43ruHF/ZOf1AukACDkXW0Ew8DlMhLltYENUXijMyXWRtSg5S1zi5aKsQZu6JgSrZqg+jUQgD78S8xYqvHWnTVbLxfm3gWxBzbM2oI1XLNsnLbl2LTMjX"}]}';

/** Bytes 0, 1, 2 …: what is random elsewhere. */
function counted(): TestSurroundings {
  const s = testSurroundings();
  let next = 0;
  s.random = (bytes) => Uint8Array.from({ length: bytes }, () => next++ % 256);
  return s;
}
const REALM = "bafy2bzacecnamqgqmifpluoeldx7zzglxcljo6oja4vrmtj7432rphldpdmm2";
const records = [
  {
    kind: "words" as const,
    id: "00".repeat(16),
    realm: "*",
    value: { words: "legal winner thank year wave sausage worth useful legal winner thank yellow", origin: "imported", proved: true, createdAt: 1 },
  },
  {
    kind: "account" as const,
    id: "11".repeat(16),
    realm: REALM,
    value: {
      address: "f1d2xrzcslx7xlbbylc5c3d5lvandqw4iwl6epxba",
      kind: "secp256k1",
      keyId: "00".repeat(16),
      path: "m/44'/461'/0'/0/0",
      rehearsal: false,
      createdAt: 1,
    },
  },
];

describe("vault file, version 1", () => {
  it("is written byte for byte as it always was", async () => {
    const s = counted();
    const vault = new Vault(s, new Lock(s));
    await vault.create(PASSWORD, records, false, 15);
    expect(await vault.exportText()).toBe(FILE_1);
  });

  it("opens in this build", async () => {
    const s = testSurroundings();
    const vault = new Vault(s, new Lock(s));
    await vault.restore(FILE_1, PASSWORD, false, 15);
    expect([...(await vault.list("words")), ...(await vault.list("account"))]).toEqual(records);
  });

  it("opens by docs/vault-format.md alone", () => {
    const { header, wrap, seal, records: sealed } = JSON.parse(FILE_1) as VaultFile;
    const { N, r, p, salt } = header.kdf;
    const costs = ["scrypt", N, r, p, salt];
    const passwordKey = scryptSync(Buffer.from(PASSWORD.normalize("NFKC")), Buffer.from(salt, "base64"), 32, { N, r, p, maxmem: 2 ** 28 });
    const dataKey = openBox(passwordKey, ["fil-peggy-vault", 1, "wrap", header.vaultId, header.keyGeneration, ...costs], wrap);
    const digest = openBox(
      dataKey,
      ["fil-peggy-vault", 1, "seal", header.vaultId, header.generation, header.keyGeneration, header.createdAt, header.writtenAt, ...costs],
      seal,
    );
    expect(digest).toEqual(
      createHash("sha256")
        .update(JSON.stringify(sealed.map((s) => [s.kind, s.version, s.id, s.realm, s.nonce, s.data])))
        .digest(),
    );
    const opened = sealed.map(
      (s) => JSON.parse(openBox(dataKey, ["fil-peggy-vault", 1, "record", header.vaultId, s.kind, s.version, s.id, s.realm], s).toString()) as unknown,
    );
    expect(opened).toEqual(records.map(({ value }) => value));
    expect(parseVaultFile(FILE_1).records).toHaveLength(2);
  });
});

function openBox(key: Uint8Array, context: unknown[], box: Box): Buffer {
  const data = Buffer.from(box.data, "base64");
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(box.nonce, "base64"));
  decipher.setAAD(Buffer.from(JSON.stringify(context)));
  decipher.setAuthTag(data.subarray(-16));
  return Buffer.concat([decipher.update(data.subarray(0, -16)), decipher.final()]);
}
