import { isLoopback } from "./node-url.ts";

/**
 * A node's address as people paste it: a web address, a bare host, a multiaddress, or Lotus' API_INFO ("token:/ip4/127.0.0.1/tcp/1234/http", with or without
 * the variable's name before it). Sources: lotus cli/util/apiinfo.go, multiformats/multiaddr protocols.
 */

export interface NodeAddress {
  /** https, or http to this machine, without the token. */
  url: string;
  /** What stood before the address or in its query; null when nothing did. */
  token: string | null;
  /** The address named no path: Lotus and Forest answer at /rpc/v1, some gateways at /. */
  pathMissing: boolean;
}

export type AddressFault = "empty" | "malformed" | "plainHttp" | "webSocket" | "scheme" | "credentials" | "fragment" | "token";

/** A text that is no node's address or token; `fault` says why. Never holds the text, which may be a secret. */
export class NodeAddressError extends Error {
  override readonly name = "NodeAddressError";
  constructor(readonly fault: AddressFault) {
    super(`expected a node's address and token; got one with the fault "${fault}"`);
  }
}

const API_PATH = "/rpc/v1";
/** JWT, then a colon, then the rest (lotus cli/util/apiinfo.go). */
const WITH_TOKEN = /^([\w-]+\.[\w-]+\.[\w-]*):(.+)$/;
const VARIABLE = /^(?:export\s+)?[A-Z_]*API_INFO=/;

/**
 * Reads what was pasted. Throws NodeAddressError.
 * @example readNodeAddress("eyJh.eyJB.x:/ip4/127.0.0.1/tcp/1234/http") // {url: "http://127.0.0.1:1234/rpc/v1", token: "eyJh.eyJB.x", pathMissing: false}
 */
export function readNodeAddress(text: string): NodeAddress {
  const bare = text
    .trim()
    .replace(VARIABLE, "")
    .replace(/^(["'])(.*)\1$/s, "$2")
    .trim();
  if (bare === "") throw new NodeAddressError("empty");
  const [, before, after] = WITH_TOKEN.exec(bare) ?? [];
  const url = urlOf(after ?? bare);
  const inQuery = url.searchParams.get("token");
  url.searchParams.delete("token");
  const pathMissing = url.pathname === "/";
  // Version 0 of the API has other parameters; the same node answers version 1 beside it.
  url.pathname = url.pathname.replace(/\/rpc\/v0\/?$/, API_PATH);
  return { url: url.href, token: readNodeToken(before ?? inQuery ?? ""), pathMissing };
}

/** The same address with the path at which Lotus and Forest answer. */
export function withApiPath(url: string): string {
  return new URL(API_PATH, url).href;
}

/**
 * A token as people paste it: "Bearer " before it and line breaks inside it are no part of it; of API_INFO the token counts. null: nothing was given. Throws NodeAddressError.
 * @example readNodeToken("Bearer eyJh.\n eyJB.x") // "eyJh.eyJB.x"
 */
export function readNodeToken(text: string): string | null {
  const bare = text
    .trim()
    .replace(VARIABLE, "")
    .replace(/^(?:authorization:\s*)?bearer(?:\s+|$)/i, "")
    .replace(/\s+/g, "");
  const token = WITH_TOKEN.exec(bare)?.[1] ?? bare;
  if (token === "") return null;
  // What an HTTP header can carry.
  if (!/^[\x21-\x7e]+$/.test(token)) throw new NodeAddressError("token");
  return token;
}

function urlOf(text: string): URL {
  const address = text.startsWith("/") ? urlOfMultiaddress(text) : withScheme(text);
  if (!URL.canParse(address)) throw new NodeAddressError("malformed");
  const url = new URL(address);
  if (url.protocol === "ws:" || url.protocol === "wss:") throw new NodeAddressError("webSocket");
  if (url.protocol !== "https:" && url.protocol !== "http:") throw new NodeAddressError("scheme");
  if (url.username !== "" || url.password !== "") throw new NodeAddressError("credentials");
  if (url.hash !== "") throw new NodeAddressError("fragment");
  if (url.protocol === "http:" && !isLoopback(url)) throw new NodeAddressError("plainHttp");
  return url;
}

/** A bare host is of this machine, with the path its node has, or a public one that speaks https. */
function withScheme(text: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text;
  if (/\s/.test(text) || !/^[[\w]/.test(text)) throw new NodeAddressError("malformed");
  const local = `http://${text}`;
  if (!URL.canParse(local)) throw new NodeAddressError("malformed");
  const url = new URL(local);
  if (!isLoopback(url)) return `https://${text}`;
  return url.pathname === "/" ? withApiPath(local) : local;
}

/** /ip4/127.0.0.1/tcp/1234/http and its like; Lotus adds the path itself. */
function urlOfMultiaddress(text: string): string {
  const found = /^\/(ip4|ip6|dns|dns4|dns6)\/([^/]+)\/tcp\/(\d{1,5})((?:\/(?:http|https|tls|ws|wss))*)\/?$/.exec(text);
  if (found === null) throw new NodeAddressError("malformed");
  const [, kind, name, port, end = ""] = found as unknown as [string, string, string, string, string];
  const host = kind === "ip6" ? `[${name}]` : name === "0.0.0.0" ? "127.0.0.1" : name;
  const secure = /\/(?:https|tls|wss)/.test(end) || port === "443";
  return `${secure ? "https" : "http"}://${host}:${port}${API_PATH}`;
}
