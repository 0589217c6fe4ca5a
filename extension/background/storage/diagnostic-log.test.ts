import { describe, expect, it } from "vitest";
import { RpcUnreachable } from "../../../filecoin/rpc/errors.ts";
import { DiagnosticLog, lineOf } from "./diagnostic-log.ts";
import { MemoryDatabase } from "./memory-stores.ts";

const WORDS = "legal winner thank year wave sausage worth useful legal winner thank yellow";
const TOKEN = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJBbGxvdyI6WyJyZWFkIiwid3JpdGUiXX0.d4LKBm2wRO5p1xkM7NN5gZzUQ1Yc";
const KEY = "5f1b2c3d4e5f60718293a4b5c6d7e8f90123456789abcdef0123456789abcdef";
const PASSWORD = "correct horse battery";

describe("a line of the diagnostic log", () => {
  it("holds no words, keys, tokens, and nothing that a schema says was typed", () => {
    const planted = [
      new Error(`expected 24 words; got ${WORDS}`),
      new Error(`Bearer ${TOKEN} was refused`),
      new Error(`the key ${KEY} is none`),
      new TypeError(`Invalid type: Expected string but received "${PASSWORD}"`),
      new TypeError(`Invalid type: Expected number but received "a " within: ${PASSWORD}"`),
      new Error("outer", { cause: new Error(`of ${WORDS}, ${KEY}`) }),
    ];
    for (const error of planted) {
      const line = lineOf(error);
      for (const secret of [WORDS, TOKEN, KEY, PASSWORD, "sausage", "d4LKBm2w"]) expect(line).not.toContain(secret);
    }
  });

  it("names of an address its host alone", () => {
    expect(lineOf(new Error("https://user:pass@node.example.org:1234/rpc/v1/my-api-key?key=17 gave 500"))).toBe(
      "Error: https://node.example.org:1234 gave 500",
    );
  });

  it("keeps addresses, CIDs and the class, which say what went wrong", () => {
    const said = "Error: t1d2xrzcslx7xlbbylc5c3d5lvandqw4iwl6epxba: bafy2bzacecnamqgqmifpluoeldx7zzglxcljo6oja4vrmtj7432rphldpdmm2 is missing";
    expect(lineOf(new Error(said.slice("Error: ".length)))).toBe(said);
    expect(lineOf(new RpcUnreachable("node.example.org", "ChainHead", "no route"))).toMatch(/^RpcUnreachable: /);
    expect(lineOf("a text")).toBe("a text");
  });

  it("is one line, and no longer than four hundred characters", () => {
    const line = lineOf(new Error(`a\n\tb ${"lengthening ".repeat(500)}`));
    expect([line.includes("\n"), line.length]).toEqual([false, 400]);
  });
});

describe("the diagnostic log", () => {
  it("keeps the newest five hundred lines in their order, also of one moment", async () => {
    const log = new DiagnosticLog({ database: new MemoryDatabase(), now: () => 1_000 });
    for (let i = 0; i < 510; i++) await log.note(new Error(`number ${i}`));
    const lines = (await log.lines()).map(({ text }) => text);
    expect([lines.length, lines[0], lines.at(-1)]).toEqual([500, "Error: number 10", "Error: number 509"]);
  });

  it("says of a line that cannot be read that it is there, and gives the others", async () => {
    const database = new MemoryDatabase();
    const log = new DiagnosticLog({ database, now: () => 1_000 });
    await log.note(new Error("first"));
    database.records.set("log\n000000000002000 000000000", { at: "then" });
    database.records.set("log\nno moment", null);
    expect(await log.lines()).toEqual([
      { at: 1_000, text: "Error: first" },
      { at: 2_000, text: "a line that cannot be read" },
      { at: 0, text: "a line that cannot be read" },
    ]);
  });

  it("fails nobody when it cannot be written", async () => {
    const database = new MemoryDatabase();
    const log = new DiagnosticLog({ database, now: () => 1_000 });
    const said: unknown[] = [];
    const { error } = console;
    console.error = (late: unknown) => void said.push(late);
    database.beforeCall = () => {
      throw new Error("the disk is full");
    };
    await log.note(new Error("first"));
    database.beforeCall = () => {};
    await log.note(new Error("second"));
    console.error = error;
    expect([said.length, (await log.lines()).map(({ text }) => text)]).toEqual([1, ["Error: second"]]);
  });
});
