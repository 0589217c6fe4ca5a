import { readFileSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { toHex } from "../filecoin/bytes.ts";
import { RELEASES } from "../actor/abi/releases.ts";
import { version } from "../package.json";
import { REPOSITORY, buildActor, compileActor, inlineUtf8 } from "./build-actor.ts";

it("the owner actor fits an install message, and its code CID is the one recorded for this version", async () => {
  const { build } = await buildActor();
  expect(build.size).toBeLessThanOrEqual(60_000);
  expect(build.exports).toEqual(["invoke", "memory"]);
  expect(RELEASES[version], "run: npx tsx scripts/build-actor.ts --record").toBe(build.codeCid);
}, 120_000);

it("the page for auditors names the code CID of every release", () => {
  const rows = [...readFileSync(join(REPOSITORY, "docs/actor.md"), "utf8").matchAll(/^\| (\S+) \| `(bafk\S+)` \|$/gm)];
  expect(Object.fromEntries(rows.map(([, name, cid]) => [name, cid])), "run: npx tsx scripts/build-actor.ts --record").toEqual(RELEASES);
});

it("the same sources give the same bytes in another folder", async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), "actor-"));
  try {
    await cp(join(REPOSITORY, "actor"), join(elsewhere, "actor"), { recursive: true });
    await cp(join(REPOSITORY, "test/actors"), join(elsewhere, "test/actors"), { recursive: true });
    const [here, there] = [await compileActor("test/actors/probe.ts"), await compileActor("test/actors/probe.ts", elsewhere)];
    expect(toHex(there)).toBe(toHex(here));
    expect(Buffer.from(here).toString("latin1")).not.toContain(REPOSITORY);
  } finally {
    await rm(elsewhere, { recursive: true });
  }
}, 120_000);

it("utf8 literals become a length byte and UTF-8 bytes; longer than 255 bytes is refused", () => {
  expect(inlineUtf8('fail(20, utf8("é\\n"));', "x.ts")).toBe("fail(20, memory.data<u8>([3,195,169,10]));");
  expect(() => inlineUtf8(`utf8("${"x".repeat(256)}")`, "x.ts")).toThrow("256 bytes");
});
