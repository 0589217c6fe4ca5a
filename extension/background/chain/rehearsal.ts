import * as v from "valibot";
import { strictFetch } from "./strict-fetch.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import { checkToken, isLoopback, isPublicRealm, type KnownNetwork } from "../../../wallet/network.ts";
import { ifRead } from "../../../wallet/if-read.ts";

/** Asks a devnet on this machine for its rehearsal wallet. Words come from nowhere else, and go into the realm it declares alone. */

const TIMEOUT_MS = 10_000;
const LARGEST_REPLY = 100_000;

const rehearsal = v.object({
  realm: v.string(),
  mnemonic: v.string(),
  networkName: v.optional(v.string()),
  token: v.optional(v.nullable(v.string())),
  accounts: v.optional(v.array(v.object({ address: v.string(), path: v.nullable(v.string()) }))),
  miners: v.optional(v.array(v.unknown())),
});

export interface Rehearsal {
  realm: string;
  words: string;
  token: string | null;
  paths: string[];
}

/** The genesis of the chain that a node of this machine declares its own to rehearse on, a copy of a public one too; null when it declares none. */
export async function declaredRealm(url: string, token: string | null, fetchFn: typeof fetch): Promise<string | null> {
  return isLoopback(url) ? ((await ifRead(ask(url, token, fetchFn)))?.realm ?? null) : null;
}

/** A devnet may go on from a copy of a public chain, genesis and all: a message signed there would be valid on the original. Throws wrongChain. */
export async function mustNotBeCopy(network: KnownNetwork, tokenOf: (url: string) => Promise<string | null>, fetchFn: typeof fetch): Promise<void> {
  if (network.rehearsal) return;
  for (const url of [network.url, network.secondUrl]) {
    const declared = url === null ? null : await declaredRealm(url, await tokenOf(url), fetchFn);
    if (declared !== null) throw new Refusal("wrongChain", { node: network.name, expected: network.genesis, found: `a rehearsal of ${declared}` });
  }
}

/** Throws notRehearsal when the node is not on this machine or declares no rehearsal. */
export async function askRehearsal(url: string, token: string | null, fetchFn: typeof fetch): Promise<Rehearsal> {
  const told = await ask(url, token, fetchFn);
  if (isPublicRealm(told.realm)) throw new Refusal("notRehearsal", { detail: `${told.realm} is a public network` });
  if (told.token !== null) checkToken(told.token);
  return told;
}

async function ask(url: string, token: string | null, fetchFn: typeof fetch): Promise<Rehearsal> {
  if (!isLoopback(url)) throw new Refusal("notRehearsal", { detail: "the node is not on this machine" });
  let json: unknown;
  try {
    const response = await strictFetch(fetchFn)(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...(token === null ? {} : { Authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "Peggy.Rehearsal", params: [] }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    if (text.length > LARGEST_REPLY) throw new Error("the answer is too long");
    json = JSON.parse(text);
  } catch (error) {
    throw new Refusal("notRehearsal", { detail: "the node gave no answer" }, { cause: error });
  }
  const parsed = v.safeParse(v.object({ result: rehearsal }), json);
  if (!parsed.success) throw new Refusal("notRehearsal", { detail: "the node declares no rehearsal" });
  const { realm, mnemonic, token: given, accounts } = parsed.output.result;
  return { realm, words: mnemonic, token: given ?? null, paths: (accounts ?? []).flatMap((a) => (a.path === null ? [] : [a.path])) };
}
