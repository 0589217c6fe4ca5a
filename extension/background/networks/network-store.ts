import * as v from "valibot";
import { CALIBRATION_GENESIS, MAINNET_GENESIS } from "../keys/hd-path.ts";
import { Refusal } from "../refusal.ts";
import type { Surroundings } from "../storage/stores.ts";

/** The networks this wallet knows. Nothing secret: tokens of nodes lie encrypted in the vault's book. */

const networkSchema = v.strictObject({
  id: v.string(),
  name: v.string(),
  kind: v.picklist(["mainnet", "calibration", "devnet", "custom"]),
  url: v.string(),
  secondUrl: v.nullable(v.string()),
  /** CID of the genesis block: the realm of every key used here; null until a node was asked */
  genesis: v.nullable(v.string()),
  networkName: v.nullable(v.string()),
  prefix: v.picklist(["f", "t"]),
  epochSeconds: v.number(),
  genesisTime: v.nullable(v.number()),
  rehearsal: v.boolean(),
  acceptsCode: v.picklist(["yes", "no", "unknown"]),
});
export type Network = v.InferOutput<typeof networkSchema>;

/** A network whose genesis is known: messages for it can be made. */
export type KnownNetwork = Network & { genesis: string };

const BUILT_IN: readonly Network[] = [
  {
    id: "mainnet",
    name: "Mainnet",
    kind: "mainnet",
    url: "https://api.node.glif.io/rpc/v1",
    secondUrl: null,
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
    secondUrl: null,
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

/** Public networks: critical facts must be agreed by two nodes or the words "one node" typed. */
export const isPublic = (network: Network): boolean => !network.rehearsal;

/** Chains whose coins are worth something, or are handed out by somebody else: never a rehearsal. */
export const isPublicRealm = (genesis: string): boolean => genesis === MAINNET_GENESIS || genesis === CALIBRATION_GENESIS;

/** A rehearsal is a chain of this machine alone. Throws notRehearsal. */
export function checkRehearsal({ rehearsal, url, secondUrl, genesis }: Pick<Network, "rehearsal" | "url" | "secondUrl" | "genesis">): void {
  if (!rehearsal) return;
  if (!isLoopback(url) || (secondUrl !== null && !isLoopback(secondUrl))) throw new Refusal("notRehearsal", { detail: "the node is not on this machine" });
  if (genesis !== null && isPublicRealm(genesis)) throw new Refusal("notRehearsal", { detail: `${genesis} is a public network` });
}

/** Only this machine answers there. */
export function isLoopback(url: string): boolean {
  try {
    return ["127.0.0.1", "localhost", "[::1]"].includes(new URL(url).hostname);
  } catch {
    return false;
  }
}

/** Checks a node's address: https, or http to this machine; no credentials inside. Returns it normalised. Throws badUrl. */
export function checkNodeUrl(text: string): string {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    throw new Refusal("badUrl", { url: text, detail: "not an address" });
  }
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.href))) throw new Refusal("badUrl", { url: text, detail: "https" });
  if (url.username !== "" || url.password !== "") throw new Refusal("badUrl", { url: text, detail: "credentials" });
  if (url.hash !== "") throw new Refusal("badUrl", { url: text, detail: "fragment" });
  return url.href;
}

/**
 * Refuses a Lotus token that may sign or administer: this wallet only reads and pushes. A Lotus token is a JWT whose payload
 * is {"Allow": [rights]}; text that is no JWT is taken as a gateway's own key.
 */
export function checkToken(token: string): void {
  const payload = token.split(".")[1];
  if (payload === undefined) return;
  let rights: unknown;
  try {
    rights = (JSON.parse(atob(payload.replace(/-/g, "+").replace(/_/g, "/"))) as { Allow?: unknown }).Allow;
  } catch {
    return;
  }
  if (!Array.isArray(rights)) return;
  for (const right of ["admin", "sign"]) if (rights.includes(right)) throw new Refusal("tokenTooStrong", { right });
}

/** Host of a node's address, for people: never the path or query, where gateways put keys. */
export const hostOf = (url: string): string => new URL(url).host;

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

  async byGenesis(genesis: string): Promise<Network | null> {
    return (await this.list()).find((n) => n.genesis === genesis) ?? null;
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

  async remove(id: string): Promise<void> {
    if (BUILT_IN.some((n) => n.id === id)) throw new Refusal("blocked", { reason: "builtInNetwork" });
    await this.#s.database.write(["networks"], async (tx) => {
      await tx.delete("networks", `network.${id}`);
      if ((await tx.get("networks", SELECTED)) === id) await tx.delete("networks", SELECTED);
    });
  }
}

export const isBuiltIn = (id: string): boolean => BUILT_IN.some((n) => n.id === id);
