/** Where the machine's additions lie among a module's own functions and globals. The order is the reference's. */
import { EXTERNAL, type ModuleParts } from "./parse.ts";
import { stackCosts } from "./stack-height.ts";

/** Globals of the machine, imported behind the module's own imports: gas counter, room for memory. */
export const MACHINE_GLOBALS = 2;

export interface ModuleLayout {
  /** function index → stack elements a call of it takes */
  readonly costs: Uint32Array;
  /** function index → index of the thunk that counts its stack when it is entered from outside */
  readonly thunks: ReadonlyMap<number, number>;
  readonly gasFunction: number;
  readonly growFunction: number;
  readonly gasGlobal: number;
  readonly roomGlobal: number;
  readonly heightGlobal: number;
}

export function layoutOf(module: ModuleParts): ModuleLayout {
  const costs = stackCosts(module);
  const thunks = thunksOf(module, costs);
  const gasFunction = module.functionTypes.length + thunks.size;
  return {
    costs,
    thunks,
    gasFunction,
    growFunction: gasFunction + 1,
    gasGlobal: module.importedGlobals,
    roomGlobal: module.importedGlobals + 1,
    heightGlobal: module.importedGlobals + MACHINE_GLOBALS + module.globals,
  };
}

/** Functions that are entered from outside, by reference or at the start. */
function thunksOf(module: ModuleParts, costs: Uint32Array): Map<number, number> {
  const entered = new Set<number>();
  for (const e of module.exports) if (e.kind === EXTERNAL.function) entered.add(e.index);
  for (const segment of module.elements) for (const f of segment.functions ?? []) entered.add(f);
  if (module.start !== undefined) entered.add(module.start);
  const wrapped = [...entered].filter((f) => (costs[f] as number) > 0).sort((a, b) => a - b);
  return new Map(wrapped.map((f, i) => [f, module.functionTypes.length + i]));
}

/** The index of a global of the module behind the machine's. */
export function shiftedGlobal(module: ModuleParts, global: number): number {
  return global < module.importedGlobals ? global : global + MACHINE_GLOBALS;
}
