import { describe, expect, it } from "vitest";
import { CommandMistake, type CommandSpec, helpText, parseCommand, wholeNumber } from "./command-line.ts";

const SPEC = {
  name: "devnet",
  about: "runs a chain",
  flags: {
    port: { takes: "N", about: "port on 127.0.0.1" },
    data: { takes: "FOLDER", about: "keeps the chain here" },
    json: { about: "prints JSON" },
  },
} as const satisfies CommandSpec;

const FILES = { ...SPEC, files: { takes: "FILE…", about: "files alone", most: 2 } } as const satisfies CommandSpec;

const mistake = (...argv: string[]): string => {
  try {
    parseCommand(SPEC, argv);
  } catch (error) {
    if (error instanceof CommandMistake) return error.message;
    throw error;
  }
  return "no mistake";
};

describe("a command line", () => {
  it("is read as text and switches, in either spelling", () => {
    expect(parseCommand(SPEC, ["--port", "5", "--json"])).toEqual({ values: { port: "5", json: true }, rest: [] });
    expect(parseCommand(SPEC, ["--port=5", "--data=/a b"])).toEqual({ values: { port: "5", data: "/a b" }, rest: [] });
    expect(parseCommand(SPEC, [])).toEqual({ values: {}, rest: [] });
    expect(parseCommand(SPEC, ["--port", "-1"])).toEqual({ values: { port: "-1" }, rest: [] });
    expect(parseCommand(FILES, ["a", "--json", "b"])).toEqual({ values: { json: true }, rest: ["a", "b"] });
  });

  it.each<[string[], string]>([
    [["--prot", "5"], "«--prot» is no flag of npm run devnet: expected --port, --data, --json. Did you mean --port?"],
    [["--colour"], "«--colour» is no flag of npm run devnet: expected --port, --data, --json."],
    [["-x"], "«-x» is no flag of npm run devnet: expected --port, --data, --json."],
    [["--no-json"], "«--no-json» is no flag of npm run devnet: expected --port, --data, --json."],
    [["--port"], "--port takes N, and nothing came after it."],
    [["--port="], "--port takes N, and nothing came after it."],
    [["--data", ""], "--data takes FOLDER, and nothing came after it."],
    [["--port", "--json"], "--port takes N, and «--json» came after it, which is another flag."],
    [["--json=yes"], "--json takes no value, and got «yes»."],
    [["--port", "1", "--port", "2"], "--port stands twice: expected it once."],
    [["--json", "--json"], "--json stands twice: expected it once."],
    [["5"], "npm run devnet takes flags alone, and got «5»."],
    [["--", "5"], "npm run devnet takes flags alone, and got «5»."],
  ])("%j is a mistake, said in a sentence", (argv, words) => {
    expect(mistake(...argv)).toBe(words);
  });

  it("takes as many names as it says", () => {
    expect(() => parseCommand(FILES, ["a", "b", "c"])).toThrow("npm run devnet takes at most 2 of FILE…, and got 3.");
  });

  it("asks for help in two spellings, whatever else stands there", () => {
    for (const argv of [["--help"], ["-h"], ["--nonsense", "--help"]]) expect(parseCommand(SPEC, argv)).toBe("help");
  });

  it("has a help that names each flag, what it takes and what it does", () => {
    expect(helpText(FILES)).toBe(
      [
        "npm run devnet -- [FILE…] [--port N] [--data FOLDER] [--json]",
        "runs a chain",
        "",
        "  FILE…          files alone",
        "  --port N       port on 127.0.0.1",
        "  --data FOLDER  keeps the chain here",
        "  --json         prints JSON",
        "  --help         shows this",
        "",
      ].join("\n"),
    );
    expect(helpText({ name: "check", about: "checks", flags: {} }).split("\n")[0]).toBe("npm run check");
    expect(helpText({ name: "start", about: "starts", flags: { json: { about: "x" } } }).split("\n")[0]).toBe("npm start -- [--json]");
  });
});

describe("a whole number", () => {
  it("is digits within its bounds", () => {
    expect(wholeNumber("--port", "0", 0, 65_535)).toBe(0);
    expect(wholeNumber("--port", "65535", 0, 65_535)).toBe(65_535);
    for (const text of ["65536", "-1", "1.5", "1e3", "0x10", "abc", "", " 5", "99999999999999999999"]) {
      expect(() => wholeNumber("--port", text, 0, 65_535), text).toThrow(`--port takes a whole number from 0 to 65535, and got «${text}».`);
    }
  });
});
