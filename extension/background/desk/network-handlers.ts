import { readNode, type Network } from "../../../wallet/network.ts";
import type { NetworkView } from "../../shared/wallet-views.ts";
import type { Nodes } from "../chain/nodes.ts";
import { probeNode } from "../chain/probe-node.ts";
import type { EditNetworks } from "../deeds/edit-networks.ts";
import type { BookStore } from "../settings/book.ts";
import type { NetworkStore } from "../settings/network-store.ts";
import type { Surroundings } from "../storage/stores.ts";
import { networkView } from "../views/network-views.ts";
import type { Handlers } from "./handlers.ts";

type Names =
  "networks.list" | "networks.select" | "networks.probe" | "networks.add" | "networks.edit" | "networks.setSecondNode" | "networks.remove" | "networks.test";

interface Parts {
  s: Pick<Surroundings, "mayAsk" | "fetch" | "now" | "pause">;
  books: Pick<BookStore, "readOrNull">;
  networks: NetworkStore;
  nodes: Nodes;
  editNetworks: EditNetworks;
}

export const networkHandlers = (parts: Parts): Handlers<Names> => {
  const { networks, editNetworks } = parts;
  const view = async (network: Network): Promise<NetworkView> => (await viewsOf(parts, [network]))[0] as NetworkView;
  return {
    "networks.list": async () => ({ networks: await viewsOf(parts, await networks.list()) }),
    "networks.select": async ({ id }) => {
      await editNetworks.select(id);
      return view(await networks.get(id));
    },
    "networks.probe": async ({ url, token, against }) => probeNode(parts, readNode(url, token), against === null ? null : await networks.get(against)),
    "networks.add": async ({ name, url, token }) => view(await editNetworks.add(name, url, token)),
    "networks.edit": async ({ id, name, url, token, keepToken }) => view(await editNetworks.edit(id, name, url, token, keepToken)),
    "networks.setSecondNode": async ({ id, url, token }) => view(await editNetworks.setSecond(id, url, token)),
    "networks.remove": async ({ id }) => {
      await editNetworks.remove(id);
      return {};
    },
    "networks.test": async ({ id }) => view(await editNetworks.test(await networks.get(id))),
  };
};

async function viewsOf({ books, networks, nodes }: Parts, shown: readonly Network[]): Promise<NetworkView[]> {
  const [book, all, selected] = await Promise.all([books.readOrNull(), networks.list(), networks.selected()]);
  const tokens = new Set(Object.keys(book?.tokens ?? {}));
  return shown.map((network) => networkView(network, { nodes, networks: all, selectedId: selected.id, tokens }));
}
