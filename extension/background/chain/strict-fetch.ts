import { isLoopback } from "../../../wallet/network.ts";

/**
 * The one way to the network: no redirect is followed, no cookie or cache is used, an answer ends at 8 MB, and plain http goes to this
 * machine alone. A service worker is killed by a fetch that takes more than 30 s, so every caller sets a shorter time-out.
 */

const LARGEST_ANSWER = 8_000_000;

/** An answer that breaks the rules above. */
export class FetchError extends Error {
  override readonly name = "FetchError";
}

export function strictFetch(fetchFn: typeof fetch): typeof fetch {
  return async (input, init) => {
    const url = typeof input === "string" ? input : input instanceof URL ? input.href : input.url;
    if (!url.startsWith("https://") && !(url.startsWith("http://") && isLoopback(url))) throw new FetchError("plain http is for this machine only");
    const response = await fetchFn(url, { ...init, redirect: "error", credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" });
    if (Number(response.headers.get("content-length") ?? 0) > LARGEST_ANSWER) throw new FetchError("the answer is longer than 8 MB");
    const { status, statusText, headers } = response;
    return new Response(response.body === null ? null : limited(response.body), { status, statusText, headers });
  };
}

function limited(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  let length = 0;
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        length += chunk.length;
        if (length > LARGEST_ANSWER) controller.error(new FetchError("the answer is longer than 8 MB"));
        else controller.enqueue(chunk);
      },
    }),
  );
}
