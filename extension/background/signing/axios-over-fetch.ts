/**
 * Stands in for the package `axios` in this build (vite.config.ts): @glif/filecoin-wallet-provider calls nothing but
 * `axios.post(url, body, options)`, with the options of wallet-provider.ts. So neither axios nor XMLHttpRequest is in what ships.
 */

/** What axios hands to an adapter, as far as one of ours reads it. */
export interface AdapterRequest {
  url: string;
  /** JSON */
  data: string;
  headers: Readonly<Record<string, string>>;
}

/** axios' own way to send a request by something else: axios itself, which tests load, and this stand-in both go through it. */
export type Adapter = (request: AdapterRequest) => Promise<{ data: unknown; status: number; statusText: string; headers: object }>;

interface PostOptions {
  headers?: Record<string, string>;
  adapter: Adapter;
}

const post = (url: string, body: unknown, { adapter, headers = {} }: PostOptions): Promise<{ data: unknown }> =>
  adapter({ url, data: JSON.stringify(body), headers });

function get(): never {
  throw new Error("nothing here reads the network by GET");
}

export default { post, get };
