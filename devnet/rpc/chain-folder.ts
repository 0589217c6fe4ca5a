/** The folder in which a devnet keeps its chain. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { LevelStorage } from "./level-storage.ts";
import { NodeStartError } from "./node-start-error.ts";

/** Names the newest table list: every LevelDB has it. */
const MARK = "CURRENT";

/** Opens the chain in a folder, which is made when it is not there. Rejects with NodeStartError. */
export async function openChainFolder(directory: string): Promise<LevelStorage> {
  if (directory === "") throw new NodeStartError("expected a folder for the chain, got an empty name");
  const there = nearest(resolve(directory));
  if (!statSync(there).isDirectory()) throw new NodeStartError(`expected a folder for the chain, and ${there} is a file`);
  if (there === resolve(directory) && readdirSync(there).length > 0 && !existsSync(join(there, MARK))) {
    throw new NodeStartError(`${directory} holds other files and no chain: expected an empty folder, or one of a devnet`);
  }
  try {
    return await LevelStorage.open(directory);
  } catch (error) {
    const { code, cause } = error as { code?: string; cause?: { code?: string; message?: string } };
    if (code !== "LEVEL_DATABASE_NOT_OPEN") throw error;
    if (cause?.code === "LEVEL_LOCKED") throw new NodeStartError(`another devnet uses ${directory}: end it, or use another folder`);
    throw new NodeStartError(`cannot keep a chain in ${directory}: ${cause?.message ?? String(error)}`);
  }
}

/** The path itself where it exists, else the first above it that does. */
function nearest(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearest(dirname(path));
}
