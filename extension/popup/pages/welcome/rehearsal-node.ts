import { onBeforeUnmount, onMounted, reactive, readonly } from "vue";
import type { NetworkView } from "../../../shared/wallet-views.ts";
import { ask, WorkerError } from "../../worker.ts";

export interface RehearsalNode {
  /** looking: being asked; found: a loopback devnet answers and offers a rehearsal wallet; absent: none answers. */
  readonly state: "looking" | "found" | "absent";
  readonly node: string;
  readonly network: NetworkView | undefined;
}

/** `npm start` opens the page with ?devnet=PORT when the devnet listens elsewhere than on 1234: the port moves, the host stays this computer. */
async function followPort(devnet: NetworkView): Promise<void> {
  const port = new URLSearchParams(location.search).get("devnet");
  if (port === null || !/^[1-9]\d{0,4}$/.test(port) || Number(port) > 65_535) return;
  const url = `http://127.0.0.1:${port}/rpc/v1`;
  if (devnet.node.url !== url) await ask("networks.edit", { id: devnet.id, name: devnet.name, url, token: null, keepToken: false });
}

/** A devnet that is started later is found within this time. */
const LOOK_AGAIN_MS = 2_000;

/** Looks for a devnet on this computer, until there is one. */
export function useRehearsalNode(): RehearsalNode {
  const found = reactive<{ state: RehearsalNode["state"]; node: string; network: NetworkView | undefined }>({
    state: "looking",
    node: "127.0.0.1",
    network: undefined,
  });

  async function look(): Promise<void> {
    try {
      const { networks } = await ask("networks.list", {});
      const devnet = networks.find((network) => network.kind === "devnet");
      if (devnet === undefined) throw new WorkerError("unknownNetwork", { id: "devnet" });
      await followPort(devnet);
      const tested = await ask("networks.test", { id: devnet.id });
      Object.assign(found, {
        node: tested.node.host,
        network: tested,
        state: tested.node.state === "ok" && tested.rehearsal ? "found" : "absent",
      });
    } catch (error) {
      if (!(error instanceof WorkerError)) throw error;
      found.state = "absent";
    }
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  let gone = false;
  async function lookUntilFound(): Promise<void> {
    await look();
    if (found.state !== "found" && !gone) timer = setTimeout(lookUntilFound, LOOK_AGAIN_MS);
  }
  onMounted(lookUntilFound);
  onBeforeUnmount(() => {
    gone = true;
    clearTimeout(timer);
  });
  return readonly(found) as RehearsalNode;
}
