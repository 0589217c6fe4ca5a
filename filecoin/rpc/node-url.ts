/** Where a node may be: https anywhere, plain http on this machine alone. */

/** A node address that must not be used. */
export class NodeUrlError extends Error {
  override readonly name = "NodeUrlError";
}

/** What the extension may ask for, too. */
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** True for localhost, 127.0.0.1 and [::1]. */
export function isLoopback(url: URL): boolean {
  return LOOPBACK.test(url.hostname);
}

/**
 * Reads a node's address for HTTP. Throws NodeUrlError for another scheme, plain http beyond this machine, or
 * credentials in the address (they would end up in logs).
 */
export function parseNodeUrl(text: string): URL {
  return parse(text, "https:", "http:");
}

/** As parseNodeUrl, for WebSocket. */
export function parseNodeSocketUrl(text: string): URL {
  return parse(text, "wss:", "ws:");
}

function parse(text: string, secure: string, plain: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new NodeUrlError(`expected a node's address such as ${secure}//host/rpc/v1; got "${text.slice(0, 80)}"`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new NodeUrlError("a node's address must not carry a user name or password; give the token apart");
  }
  if (url.protocol === secure || (url.protocol === plain && isLoopback(url))) return url;
  throw new NodeUrlError(`expected ${secure}, or ${plain} on this machine alone; got ${url.protocol}//${url.host}`);
}

/** The address for errors and logs: the host alone, since gateways put keys into path and query. */
export function nodeLabel(url: URL): string {
  return url.host;
}
