import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { helpText } from "./command-line.ts";
import { COMMANDS } from "./commands.ts";
import { root } from "./root.ts";

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** A command as `npm run` starts it. It must end by itself. */
function run(name: string, ...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [join(root, "scripts/run.mjs"), name, ...args], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let [out, err] = ["", ""];
  child.stdout.on("data", (part: Buffer) => (out += part.toString()));
  child.stderr.on("data", (part: Buffer) => (err += part.toString()));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, out, err })));
}

const NAMES = Object.keys(COMMANDS) as (keyof typeof COMMANDS)[];
const A_STACK = /^\s+at /m;
let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "peggy-commands-"))));
afterAll(() => rmSync(folder, { recursive: true }));

describe("every command of package.json", () => {
  it("has its own line in the table of commands, under its name", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> };
    expect(NAMES.toSorted()).toEqual(Object.keys(scripts).toSorted());
    expect(NAMES.map((name) => COMMANDS[name].name)).toEqual(NAMES);
    for (const name of NAMES) expect(scripts[name]).toBe(`node scripts/run.mjs ${name}`);
  });

  it.each(NAMES)("%s refuses nonsense in a sentence, before it does anything", async (name) => {
    const { code, out, err } = await run(name, "--nonsense");
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/^«--nonsense» is no flag of npm (run )?[\w:]+: .+\n {2}«npm (run )?[\w:]+ -- --help» shows what it takes\.\n$/);
  });
});

it("help is what the table says", async () => {
  expect(await run("devnet", "--help")).toEqual({ code: 0, out: helpText(COMMANDS.devnet), err: "" });
});

it("a command that does not exist is told apart from those that do", async () => {
  const { code, err } = await run("devent");
  expect(code).toBe(1);
  expect(err).toContain("there is no command «devent»");
  expect(err).not.toMatch(A_STACK);
});

describe("values that cannot be", () => {
  it.each<[keyof typeof COMMANDS, string[], string]>([
    ["devnet", ["--port", "80000"], "--port takes a whole number from 0 to 65535, and got «80000»."],
    ["devnet", ["--epoch-ms", "-5"], "--epoch-ms takes a whole number from 0 to 3600000, and got «-5»."],
    ["start", ["--port", "http"], "--port takes a whole number from 0 to 65535, and got «http»."],
    ["test:e2e", ["no-such-file"], "no file of test/e2e has «no-such-file» in its name"],
    ["test:invariants", ["many"], "HISTORIES takes a whole number from 1 to 1000000, and got «many»."],
    ["test:lies", ["none"], "LIES takes a whole number from 1 to 1000000, and got «none»."],
    ["test:mutants", ["--refusals", "fee"], "--refusals takes nothing out: expected it alone."],
    ["test:mutants", ["no such rule"], "nothing to take out has «no such rule» in its rule, file or attack."],
    ["test:reference", ["--build-seconds", "0"], "--build-seconds takes a whole number from 1 to 86400, and got «0»."],
    ["test:reference", ["--bundle", "/nowhere.car"], "--bundle takes a file, and there is no «/nowhere.car»."],
    ["bench", ["--gas", "--long"], "--gas measures gas alone and --long measures more: expected one of them."],
  ])("%s %j", async (name, args, words) => {
    const { code, out, err } = await run(name, ...args);
    expect([code, out]).toEqual([2, ""]);
    expect(err.startsWith(words), err).toBe(true);
    expect(err).not.toMatch(A_STACK);
  });
});

/** Builds first where the sources have changed. */
describe("a devnet that cannot start says why in one line", { timeout: 300_000 }, () => {
  const refused = async (...args: string[]): Promise<string> => {
    const { code, out, err } = await run("devnet", ...args);
    const words = err.split("\n").filter((line) => line !== "" && !line.startsWith("built "));
    expect([code, out, words.length], err).toEqual([1, "", 1]);
    return words[0] ?? "";
  };

  it("a port that another program has", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    expect(await refused("--port", String(port))).toBe(`port ${port} of 127.0.0.1 is in use by another program: expected a free one; 0 takes any free one`);
    await new Promise((resolve) => server.close(resolve));
  });

  it("a folder that is a file, or lies in one", async () => {
    const file = join(folder, "a file");
    writeFileSync(file, "x");
    expect(await refused("--port", "0", "--data", file)).toBe(`expected a folder for the chain, and ${file} is a file`);
    expect(await refused("--port", "0", "--data", join(file, "below"))).toBe(`expected a folder for the chain, and ${file} is a file`);
  });

  it("words that are none", async () => {
    expect(await refused("--port", "0", "--mnemonic", "abandon abandon peggy")).toMatch(/^expected 12 to 24 words of the English BIP-39 list, got 3/);
  });
});
