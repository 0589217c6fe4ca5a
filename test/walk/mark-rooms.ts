import ts from "typescript";
import type { Plugin } from "vitest/config";

/** Makes every function of the background say which room it is of as it begins: for the test that follows a review through the rooms. */

const ROOM = /\/extension\/background\/([a-z]+)\/(.+)\.ts$/;
const TESTING = /(\.test|\/devnet-worker|\/test-[a-z-]+)\.ts$/;

type Body = ts.FunctionDeclaration | ts.MethodDeclaration | ts.ArrowFunction | ts.FunctionExpression;

const isAsync = (node: Body): boolean => node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) === true;
const isHandedOver = (node: Body): boolean =>
  (ts.isCallExpression(node.parent) || ts.isNewExpression(node.parent)) && node.parent.arguments?.some((argument) => argument === node) === true;

function nameOf(node: Body): string {
  const named = node.name ?? (ts.isVariableDeclaration(node.parent) || ts.isPropertyAssignment(node.parent) ? node.parent.name : undefined);
  return named === undefined ? "a function it made" : named.getText();
}

export function marked(code: string, file: string, room: string): string {
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
  const inserted: { at: number; text: string }[] = [];
  const insert = (at: number, text: string): void => void inserted.push({ at, text });
  const visit = (node: ts.Node): void => {
    const marks = marksOf(node, `${room}/${file}`, room);
    if (marks !== null) insert(marks.start, marks.opens);
    node.forEachChild(visit);
    if (marks !== null) insert(marks.end, marks.closes);
  };
  visit(source);
  let out = 'import { enter as roomEntered, keep as roomKept } from "/test/walk/recorder.ts";';
  let last = 0;
  // In order of place; where two are at one place, as they were met: outer ones open first and close last.
  for (const { at, text } of inserted.sort((a, b) => a.at - b.at)) {
    out += code.slice(last, at) + text;
    last = at;
  }
  return out + code.slice(last);
}

function marksOf(node: ts.Node, file: string, room: string): { start: number; opens: string; end: number; closes: string } | null {
  if (!ts.isFunctionDeclaration(node) && !ts.isMethodDeclaration(node) && !ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return null;
  const { body } = node;
  if (body === undefined || node.asteriskToken !== undefined) return null;
  if (isHandedOver(node)) return { start: node.getStart(), opens: "roomKept(", end: node.getEnd(), closes: ")" };
  const open = `roomEntered(${JSON.stringify(room)}, ${JSON.stringify(`${file} ${nameOf(node)}`)}, ${isAsync(node) ? "async " : ""}() => `;
  if (ts.isBlock(body)) return { start: body.getStart() + 1, opens: ` return ${open}{`, end: body.getEnd() - 1, closes: "}); " };
  return { start: body.getStart(), opens: `${open}(`, end: body.getEnd(), closes: "))" };
}

export const markRooms = (): Plugin => ({
  name: "mark-rooms",
  enforce: "pre",
  transform(code, id) {
    const [path] = id.split("?");
    const found = ROOM.exec(path ?? "");
    if (found === null || TESTING.test(path ?? "")) return null;
    return { code: marked(code, `${found[2]}.ts`, found[1] as string), map: null };
  },
});
