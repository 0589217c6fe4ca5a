/** The first line of every generated file of code. */
export const MARK = "// Written by scripts/generate-abi.ts from actor/abi/schema.ts. Do not edit.\n";
