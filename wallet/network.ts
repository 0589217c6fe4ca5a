import * as v from "valibot";
import { CALIBRATION_GENESIS, MAINNET_GENESIS } from "../filecoin/network-genesis.ts";
import { Refusal } from "./refusal.ts";

/** A network as a wallet knows it: which chain, and where its nodes are. */

export const networkSchema = v.strictObject({
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
