import * as v from "valibot";
import { CALIBRATION_GENESIS, MAINNET_GENESIS } from "../../../filecoin/network-genesis.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import { checkRehearsal, networkSchema, type Network } from "../../../wallet/network.ts";
import type { Surroundings } from "../storage/stores.ts";

/**
 * The networks this wallet keeps. Nothing secret: tokens of nodes lie encrypted in the vault's book. Public networks come with nodes of two operators, as
 * documented by Filecoin (https://docs.filecoin.io/networks-and-tools/networks/mainnet/rpcs) and Lava (https://docs.lavanet.xyz/public-rpc-endpoints).
 */

const BUILT_IN: readonly Network[] = [
  {
    id: "mainnet",
    name: "Mainnet",
    kind: "mainnet",
    url: "https://api.node.glif.io/rpc/v1",
    secondUrl: "https://filecoin.lava.build/",
    genesis: MAINNET_GENESIS,
    networkName: "mainnet",
    prefix: "f",
    epochSeconds: 30,
    genesisTime: 1_598_306_400_000,
    rehearsal: false,
    acceptsCode: "no",
  },
  {
    id: "calibration",
    name: "Calibration",
    kind: "calibration",
    url: "https://api.calibration.node.glif.io/rpc/v1",
    secondUrl: "https://filecoint.lava.build/",
    genesis: CALIBRATION_GENESIS,
    networkName: "calibrationnet",
    prefix: "t",
    epochSeconds: 30,
    genesisTime: 1_667_326_380_000,
    rehearsal: false,
    acceptsCode: "no",
  },
  {
    id: "devnet",
    name: "Devnet",
    kind: "devnet",
    url: "http://127.0.0.1:1234/rpc/v1",
    secondUrl: null,
    genesis: null,
    networkName: null,
    prefix: "t",
    epochSeconds: 1,
    genesisTime: null,
    rehearsal: true,
    acceptsCode: "unknown",
  },
];

const SELECTED = "selected";

export class NetworkStore {
  readonly #s: Surroundings;

  constructor(surroundings: Surroundings) {
    this.#s = surroundings;
  }

  async list(): Promise<Network[]> {
    const stored = await this.#s.database.read(["networks"], (tx) => tx.list("networks", "network."));
    const byId = new Map<string, Network>(BUILT_IN.map((network) => [network.id, network]));
    for (const { value } of stored) {
      const parsed = v.safeParse(networkSchema, value);
      if (parsed.success) byId.set(parsed.output.id, parsed.output);
    }
    return [...byId.values()];
  }

  async get(id: string): Promise<Network> {
    const network = (await this.list()).find((n) => n.id === id);
    if (network === undefined) throw new Refusal("unknownNetwork", { id });
    return network;
  }

  /** Names of the entries for a chain: there may be more than one, each with nodes of its own, and none speaks for another. */
  async namesOf(genesis: string): Promise<string[]> {
    return (await this.list()).filter((n) => n.genesis === genesis).map((n) => n.name);
  }

  async selected(): Promise<Network> {
    const id = await this.#s.database.read(["networks"], (tx) => tx.get("networks", SELECTED));
    const networks = await this.list();
    return networks.find((n) => n.id === id) ?? (networks[0] as Network);
  }

  async select(id: string): Promise<void> {
    await this.get(id);
    await this.#s.database.write(["networks"], (tx) => tx.put("networks", SELECTED, id));
  }

  /** Throws notRehearsal. */
  async save(network: Network): Promise<void> {
    checkRehearsal(network);
    await this.#s.database.write(["networks"], (tx) => tx.put("networks", `network.${network.id}`, v.parse(networkSchema, network)));
  }

  /** Throws blocked for the networks that come with the wallet. */
  async remove(id: string): Promise<void> {
    if (BUILT_IN.some((n) => n.id === id)) throw new Refusal("blocked", { reason: "builtInNetwork" });
    await this.#s.database.write(["networks"], async (tx) => {
      await tx.delete("networks", `network.${id}`);
      if ((await tx.get("networks", SELECTED)) === id) await tx.delete("networks", SELECTED);
    });
  }
}

export const isBuiltIn = (id: string): boolean => BUILT_IN.some((n) => n.id === id);
