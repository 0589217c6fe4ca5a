import { browser } from "../shared/browser.ts";
import { NodeAddressError, readNodeAddress } from "../../filecoin/rpc/node-address.ts";
import { WorkerError } from "./worker.ts";

/**
 * Asks the browser for the right to talk to these nodes, where it is not given yet. Must run in answer to a click. Throws
 * WorkerError "noPermission" when the user declines.
 */
export async function askForHost(urls: readonly (string | null | undefined)[]): Promise<void> {
  const origins = [...new Set(urls.filter((url): url is string => url !== null && url !== undefined && url !== "").map(originPattern))];
  if (origins.length === 0 || (await browser.permissions.contains({ origins }))) return;
  if (!(await browser.permissions.request({ origins }))) throw new WorkerError("noPermission", { origin: origins.join(", ") });
}

/** "https://node.example:8443/rpc/v1" as "https://node.example/*": match patterns know no ports here. Reads what was pasted as the worker does. */
function originPattern(text: string): string {
  try {
    const { protocol, hostname } = new URL(readNodeAddress(text).url);
    return `${protocol}//${hostname}/*`;
  } catch (error) {
    if (!(error instanceof NodeAddressError)) throw error;
    throw new WorkerError("badUrl", { reason: `url.${error.fault}` });
  }
}
