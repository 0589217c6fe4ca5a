import { strictFetch } from "../chain/strict-fetch.ts";

/**
 * Stands in for the package `axios` in this build (vite.config.ts): @glif/filecoin-wallet-provider calls nothing but
 * `axios.post(url, body, {headers})`. So neither axios nor XMLHttpRequest is in what ships.
 */

const PUSH_TIMEOUT_MS = 20_000;

interface PostOptions {
  headers?: Record<string, string>;
}

async function post(url: string, body: unknown, options: PostOptions = {}): Promise<{ data: unknown }> {
  const response = await strictFetch(globalThis.fetch.bind(globalThis))(url, {
    method: "POST",
    headers: options.headers ?? {},
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(PUSH_TIMEOUT_MS),
  });
  // Lotus answers errors as JSON with a status of 4xx or 5xx too: the body tells more than the status.
  return { data: (await response.json()) as unknown };
}

function get(): never {
  throw new Error("nothing here reads the network by GET");
}

export default { post, get };
