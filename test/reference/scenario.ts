/** The scenario format of the reference runner, read for the devnet. README.md describes it. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

export interface ScenarioMessage {
  readonly name?: string;
  readonly from: string;
  readonly to: string;
  readonly method?: number;
  readonly params?: string;
  readonly value?: string;
  readonly gasLimit?: number;
  readonly feeCap?: string;
  readonly premium?: string;
  readonly nonce?: number;
  readonly implicit?: boolean;
  readonly epoch?: number;
  readonly watch?: readonly string[];
  /** What it must end with on both machines. */
  readonly exitCode?: number;
}

export interface ScenarioActor {
  readonly id: number;
  readonly wasm?: string;
  readonly code?: string;
  readonly builtin?: string;
  readonly state?: string;
  readonly balance?: string;
}

export interface Scenario {
  readonly title: string;
  readonly before?: string;
  readonly network?: {
    readonly epoch?: number;
    readonly timestamp?: number;
    readonly baseFee?: string;
    readonly circulatingSupply?: string;
    readonly chainId?: number;
    readonly installsCode?: boolean;
  };
  readonly accounts?: readonly { readonly address: string; readonly balance: string }[];
  readonly actors?: readonly ScenarioActor[];
  readonly messages?: readonly ScenarioMessage[];
}

/** A scenario and those it builds on, first ones first, each with its folder. */
export function readScenarios(file: string): { scenario: Scenario; folder: string }[] {
  const scenario = JSON.parse(readFileSync(file, "utf8")) as Scenario;
  const folder = dirname(file);
  const earlier = scenario.before === undefined ? [] : readScenarios(join(folder, scenario.before));
  return [...earlier, { scenario, folder }];
}
