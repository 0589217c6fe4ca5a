import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import type { Schema } from "../../../actor/abi/schema-kinds.ts";
import { schema } from "../../../actor/abi/schema.ts";
import { slotView } from "../../../wallet/approval-views.ts";
import { takeoverStep } from "../../../wallet/takeover/step.ts";
import en from "./en.json" with { type: "json" };
import zh from "./zh.json" with { type: "json" };

/** Every code that the worker hands to a page has its words in both catalogues. The codes are read from the worker's source. */

const ROOMS = ["extension/background", "wallet"];

const ACTION_KEYS = ["sealingOn", "sealingOff", "limits", "refuse", "replace", "allowCode", "migrate", "issuer", "noIssuer", "clearFlag", "strange"];

/** Codes made at run time: how the source writes them, and all that they can become. A new one fails the test until it stands here. */
const MADE: Readonly<Record<string, readonly string[]>> = {
  "need.${status}": ["late", "held", "unknown"],
  "need.stranded.${stranded}": ["removed", "replaced"],
  "probe.code.${accepts}": ["yes", "no", "unknown"],
  "changed.${what}": ["exit", "code", "receiver", "amount", "meaning", "nonce", "fee"],
  "takeoverNeed.${step}": takeoverStep.options.filter((step) => step !== "done"),
  'status.${failed ? "failed" : status}': slotView.entries.status.options,
  "sentence.owner.${name}": changingMethods().filter((name) => name !== "Propose"),
  "sentence.propose.${key}": ACTION_KEYS,
  "action.${key}": ACTION_KEYS,
  "check.unproven.${known.failure.why}": ["noBlocks", "missing", "busy", "unreachable", "wrongBytes", "tooLarge", "unreadable", "badTipset"],
  "wayBack.${now}": ["proposeSelf", "lastMoment"],
  'exit.${exitCode === 0 ? "ok" : exitCode < 16 ? "system" : "actor"}': ["ok", "system", "actor"],
};

/** Functions whose argument at this place is a code. */
const CODE_AT: Readonly<Record<string, number>> = { say: 0, gone: 0 };

interface Said {
  code: string;
  /** names of what goes into the text, null where the source does not write them out */
  params: string[] | null;
  file: string;
}

function sourceFiles(): string[] {
  return ROOMS.flatMap((room) => readdirSync(room, { recursive: true, encoding: "utf8" }).map((file) => `${room}/${file}`))
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .sort();
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
}

function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  node.forEachChild((child) => walk(child, visit));
}

/** The codes an expression can be: a text, either branch of a condition, or one of the texts made at run time. */
function codesOf(node: ts.Expression, file: string): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isConditionalExpression(node)) return [...codesOf(node.whenTrue, file), ...codesOf(node.whenFalse, file)];
  if (ts.isTemplateExpression(node)) {
    const pattern = node.getText().slice(1, -1);
    const made = MADE[pattern];
    if (made === undefined) throw new Error(`${file}: the test does not know what ${pattern} can become`);
    const head = pattern.slice(0, pattern.indexOf("${"));
    return made.map((end) => head + end);
  }
  return [];
}

function paramsOf(node: ts.Expression | undefined): string[] | null {
  if (node === undefined) return [];
  if (!ts.isObjectLiteralExpression(node)) return null;
  const names = node.properties.map((property) => (property.name === undefined ? null : property.name.getText()));
  return names.includes(null) ? null : (names as string[]);
}

/** Codes that stand in the source as an argument, or as a variable's text that is handed on (const code = …, say("code")). */
function said(): Said[] {
  return sourceFiles().flatMap((file) => {
    const found: Said[] = [];
    walk(parse(file), (node) => {
      if (ts.isVariableDeclaration(node) && node.name.getText() === "code" && node.initializer !== undefined && ts.isConditionalExpression(node.initializer)) {
        for (const code of codesOf(node.initializer, file)) if (code.includes(".")) found.push({ code, params: null, file });
      }
      if (!ts.isCallExpression(node)) return;
      const name = node.expression.getText();
      const at = CODE_AT[name];
      const argument = at === undefined ? undefined : node.arguments[at];
      if (at === undefined || argument === undefined) return;
      for (const code of codesOf(argument, file)) found.push({ code, params: name === "gone" ? [] : paramsOf(node.arguments[at + 1]), file });
    });
    return found;
  });
}

/** Methods of the owner actor that change something. */
function changingMethods(): string[] {
  const methods: Schema["methods"] = schema.methods;
  return Object.keys(methods).filter((name) => methods[name]?.view !== true);
}

type Tree = { [key: string]: string | Tree };
const textAt = (tree: Tree, path: string): string | undefined => {
  const found = path.split(".").reduce<string | Tree | undefined>((at, part) => (typeof at === "object" ? at[part] : undefined), tree);
  return typeof found === "string" ? found : undefined;
};
const holes = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
const catalogues: [string, Tree][] = [
  ["en", en as Tree],
  ["zh", zh as Tree],
];
const missingIn = (paths: readonly string[]): string[] =>
  catalogues.flatMap(([language, tree]) => paths.filter((path) => textAt(tree, path) === undefined).map((path) => `${language} ${path}`));

/** Texts given to a named property in the worker, e.g. every `verb: "…"`. */
function textsOfProperty(...names: string[]): string[] {
  const texts = new Set<string>();
  for (const file of sourceFiles()) {
    walk(parse(file), (node) => {
      if (ts.isPropertyAssignment(node) && names.includes(node.name.getText())) for (const text of codesOf(node.initializer, file)) texts.add(text);
    });
  }
  return [...texts];
}

/** First arguments of calls of a function in one file. */
function firstArguments(file: string, call: string): string[] {
  const texts: string[] = [];
  walk(parse(file), (node) => {
    if (ts.isCallExpression(node) && node.expression.getText() === call && node.arguments[0] !== undefined) texts.push(...codesOf(node.arguments[0], file));
  });
  return texts;
}

describe("the words for what the worker says", () => {
  const all = said();

  it("are there for every code", () => {
    expect(all.length).toBeGreaterThan(150);
    expect(missingIn([...new Set(all.map(({ code }) => `phrase.${code}`))])).toEqual([]);
  });

  it("ask for no more than the worker puts in", () => {
    const unfilled = all.flatMap(({ code, params, file }) =>
      params === null
        ? []
        : holes(textAt(en as Tree, `phrase.${code}`) ?? "")
            .filter((hole) => !params.includes(hole))
            .map((hole) => `${file}: ${code} {${hole}}`),
    );
    expect(unfilled).toEqual([]);
  });

  it("name every row of the take-over's gates, and every step", () => {
    const rows = [...firstArguments("wallet/takeover/gates.ts", "row"), "final", "proposed"];
    expect(rows.length).toBeGreaterThan(12);
    expect(missingIn([...rows.map((row) => `gateName.${row}`), ...takeoverStep.options.map((step) => `takeover.step.${step}`)])).toEqual([]);
  });

  it("name every field of the terms, and every bound", () => {
    const [fields, bounds] = [new Set<string>(["terms"]), new Set<string>(["unsaved"])];
    for (const call of ["whole", "bps", "span", "amount", "text", "bad", "beneficiaryOf"])
      for (const field of firstArguments("wallet/takeover/terms.ts", call)) fields.add(field);
    walk(parse("wallet/takeover/terms.ts"), (node) => {
      if (ts.isPropertyAssignment(node) && node.name.getText() === "field" && ts.isStringLiteral(node.initializer)) fields.add(node.initializer.text);
      if (ts.isCallExpression(node) && node.expression.getText() === "bad" && node.arguments[1] !== undefined)
        for (const bound of codesOf(node.arguments[1], "wallet/takeover/terms.ts")) bounds.add(bound);
    });
    expect([fields.size > 20, bounds.size]).toEqual([true, 9]);
    expect(missingIn([...[...fields].map((field) => `termField.${field}`), ...[...bounds].map((bound) => `termBound.${bound}`)])).toEqual([]);
  });

  it("name every verb of a button", () => {
    const verbs = textsOfProperty("verb").filter((verb) => /^[a-zA-Z]+$/.test(verb));
    expect(missingIn(verbs.map((verb) => `verb.${verb}`))).toEqual([]);
  });

  it("say why a receiver is refused", () => {
    const reasons = new Set<string>();
    for (const file of sourceFiles()) {
      walk(parse(file), (node) => {
        if (!ts.isNewExpression(node) || node.expression.getText() !== "Refusal" || node.arguments?.[0]?.getText() !== '"receiverRefused"') return;
        const params = node.arguments[1];
        if (params !== undefined && ts.isObjectLiteralExpression(params))
          for (const property of params.properties)
            if (ts.isPropertyAssignment(property) && property.name.getText() === "reason")
              for (const text of codesOf(property.initializer, file)) reasons.add(text);
      });
    }
    expect(reasons.size).toBeGreaterThan(2);
    expect(missingIn([...reasons].map((reason) => `error.reason.${reason}`))).toEqual([]);
  });

  it("say why an approval cannot be signed", () => {
    const codes = all.map(({ code }) => code).filter((code) => code.startsWith("blocked."));
    expect(missingIn(["builtInNetwork", ...new Set(codes)].map((code) => `error.reason.${code}`))).toEqual([]);
  });

  it("say why an approval is over", () => {
    const reasons = [
      ...firstArguments("extension/background/signing/approval-record.ts", "killOpen"),
      "superseded",
      "rejected",
      "expired",
      "lock",
      "network",
      "account",
      "consumed",
    ];
    expect(missingIn([...new Set(reasons)].map((reason) => `approval.over.${reason}`))).toEqual([]);
  });
});
