import * as v from "valibot";
import { CALIBRATION_GENESIS, MAINNET_GENESIS } from "../filecoin/network-genesis.ts";
import { NodeAddressError, readNodeAddress, readNodeToken, type NodeAddress } from "../filecoin/rpc/node-address.ts";
import { isLoopback as isLoopbackUrl } from "../filecoin/rpc/node-url.ts";
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

/** Chains whose coins are worth something, or are handed out by somebody else: never a rehearsal. */
export const isPublicRealm = (genesis: string): boolean => genesis === MAINNET_GENESIS || genesis === CALIBRATION_GENESIS;

/** A rehearsal is a chain of this machine alone. Throws notRehearsal. */
export function checkRehearsal({ rehearsal, url, secondUrl, genesis }: Pick<Network, "rehearsal" | "url" | "secondUrl" | "genesis">): void {
  if (!rehearsal) return;
  if (!isLoopback(url) || (secondUrl !== null && !isLoopback(secondUrl))) throw new Refusal("notRehearsal", { detail: "the node is not on this machine" });
  if (genesis !== null && isPublicRealm(genesis)) throw new Refusal("notRehearsal", { detail: `${genesis} is a public network` });
}

/** Only this machine answers there. */
export const isLoopback = (url: string): boolean => URL.canParse(url) && isLoopbackUrl(new URL(url));

/** Where a node is and the token it wants, out of what was pasted into the two fields; the token's own field counts first. Throws badUrl, badToken, tokenTooStrong. */
export function readNode(address: string, token: string | null): NodeAddress {
  try {
    const node = readNodeAddress(address);
    const given = readNodeToken(token ?? "") ?? node.token;
    if (given !== null) checkToken(given);
    return { ...node, token: given };
  } catch (error) {
    if (!(error instanceof NodeAddressError)) throw error;
    if (error.fault === "token") throw new Refusal("badToken", {}, { cause: error });
    throw new Refusal("badUrl", { reason: `url.${error.fault}` }, { cause: error });
  }
}

/**
 * Refuses a Lotus token that may sign or administer: this wallet only reads and pushes. A Lotus token is a JWT whose payload
 * is {"Allow": [rights]}; text that is no JWT is taken as a gateway's own key.
 */
export function checkToken(token: string): void {
  const payload = token.split(".")[1];
  if (payload === undefined) return;
  const rights = rightsIn(payload);
  for (const right of ["admin", "sign"]) if (rights.includes(right)) throw new Refusal("tokenTooStrong", { right });
}

/** The rights a JWT's payload names; none when it is no JSON of Lotus' form. */
function rightsIn(payload: string): readonly unknown[] {
  try {
    const { Allow } = JSON.parse(atob(payload.replace(/-/g, "+").replace(/_/g, "/"))) as { Allow?: unknown };
    return Array.isArray(Allow) ? Allow : [];
  } catch (error) {
    // No base64, no JSON, or JSON's null.
    if (error instanceof DOMException || error instanceof SyntaxError || error instanceof TypeError) return [];
    throw error;
  }
}

/** Host of a node's address, for people: never the path or query, where gateways put keys. */
export const hostOf = (url: string): string => new URL(url).host;
