/**
 * Who may come in. A loopback port is within reach of every web page in the browser (a no-cors POST arrives), and of other machines
 * by DNS rebinding: so the Host must be loopback, and an Origin, if there is one, that of an extension.
 */
import type { IncomingMessage } from "node:http";

const LOOPBACK_HOSTS = new Set(["127.0.0.1", "localhost", "[::1]"]);
/** Of an extension in Chromium; in Firefox, which gives each installation an id of its own. */
const EXTENSION_ORIGIN = /^(chrome-extension:\/\/[a-p]{32}|moz-extension:\/\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Why a request is turned away, or null. */
export function refusalOf(request: IncomingMessage): string | null {
  const host = (request.headers.host ?? "").replace(/:\d+$/, "").toLowerCase();
  if (!LOOPBACK_HOSTS.has(host)) return `expected a loopback Host (127.0.0.1 or localhost), got "${host.slice(0, 80)}"`;
  const { origin } = request.headers;
  if (origin !== undefined && !EXTENSION_ORIGIN.test(origin)) {
    return `expected no Origin, or that of a browser extension, got "${origin.slice(0, 80)}": web pages may not call this node`;
  }
  return null;
}

/** The bearer token: from the header, or from ?token= as WebSockets send it. */
export function bearerOf(request: IncomingMessage): string | undefined {
  const header = request.headers.authorization;
  if (header !== undefined) return /^Bearer\s+(\S+)$/i.exec(header)?.[1] ?? "";
  if (request.url?.includes("?") !== true) return undefined;
  return targetOf(request)?.searchParams.get("token") ?? undefined;
}

/** v0 or v1 of the API; undefined for another path. */
export function apiVersionOf(request: IncomingMessage): 0 | 1 | undefined {
  const path = targetOf(request)?.pathname.replace(/\/$/, "");
  return path === "/rpc/v0" ? 0 : path === "/rpc/v1" ? 1 : undefined;
}

/** What is asked for; undefined when it is no URL, as "//" (any web page can make a browser ask for that). */
function targetOf(request: IncomingMessage): URL | undefined {
  try {
    return new URL(request.url ?? "/", "http://localhost");
  } catch {
    return undefined;
  }
}
