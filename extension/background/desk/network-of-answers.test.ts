import { beforeEach, describe, expect, it } from "vitest";
import { CALIBRATION_GENESIS, MAINNET_GENESIS } from "../../../filecoin/network-genesis.ts";
import { isOfNetwork, type MessageName, type ReplyEnvelope } from "../../shared/messages.ts";
import { questions } from "../../shared/questions.ts";
import { NetworkStore } from "../settings/network-store.ts";
import { testSurroundings } from "../storage/test-surroundings.ts";
import { Dispatcher } from "./dispatch.ts";
import type { Handlers } from "./handlers.ts";

/** Two windows of one wallet: the network is chosen in one of them, and the other must not show its money under the old name. */

const SELF = { id: "abcdefghijklmnopabcdefghijklmnop", origin: "chrome-extension://abcdefghijklmnopabcdefghijklmnop" };
const PAGE = { id: SELF.id, origin: SELF.origin, url: `${SELF.origin}/extension/popup/popup.html#/`, frameId: 0 };

let networks: NetworkStore;
let requests = 0;
let dispatcher: Dispatcher;
/** what happens while a handler works */
let meanwhile: () => Promise<void>;
let handled: string[];

beforeEach(async () => {
  const s = testSurroundings();
  networks = new NetworkStore(s);
  await networks.select("mainnet");
  meanwhile = async () => {};
  handled = [];
  const handler = (name: string, body: unknown) => async (): Promise<unknown> => {
    handled.push(name);
    await meanwhile();
    return body;
  };
  const handlers = {
    "accounts.list": handler("accounts.list", { accounts: [], selected: null }),
    "networks.remove": handler("networks.remove", {}),
    "send.review": handler("send.review", { approvalId: "a1" }),
  };
  dispatcher = new Dispatcher({ s, networks }, handlers as unknown as Handlers, SELF);
});

const ask = (name: MessageName, network?: string, requestId = `request-${requests++}`): Promise<ReplyEnvelope> => {
  const body = name === "send.review" ? { from: "f01", to: "f02", amount: "1", speed: "usual" } : name === "networks.remove" ? { id: "x" } : {};
  return dispatcher.answer({ v: 1, requestId, name, body, ...(network === undefined ? {} : { network }) }, PAGE);
};

describe("an answer", () => {
  it("says which network it speaks of", async () => {
    expect(await ask("accounts.list", "mainnet")).toMatchObject({ ok: true, network: { id: "mainnet", genesis: MAINNET_GENESIS } });
    await networks.select("calibration");
    expect(await ask("accounts.list")).toMatchObject({ ok: true, network: { id: "calibration", genesis: CALIBRATION_GENESIS } });
  });

  it.each<MessageName>(["accounts.list", "send.review"])("is refused to a page that shows another network, before anything is done: %s", async (name) => {
    await networks.select("calibration");
    expect(await ask(name, "mainnet")).toEqual({ ok: false, code: "networkChanged", params: {} });
    expect(handled).toEqual([]);
  });

  it("is refused when the network changed while it was made", async () => {
    meanwhile = () => networks.select("calibration");
    expect(await ask("accounts.list", "mainnet")).toEqual({ ok: false, code: "networkChanged", params: {} });
  });

  it("is refused when the chain under the network's name changed while it was made", async () => {
    await networks.select("devnet");
    await networks.save({ ...(await networks.get("devnet")), genesis: "bafy2bzaceayprgulanz222ihtw6lyww572ntjxhjgimjpbxfbu7limxn4o5jy" });
    meanwhile = async () => networks.save({ ...(await networks.get("devnet")), genesis: "bafy2bzacebc3bt6cedhoyw34drrmjvazhu4oj25er2ebk4u445pzycvq4ta4a" });
    expect(await ask("accounts.list", "devnet")).toMatchObject({ ok: false, code: "networkChanged" });
    meanwhile = async () => {};
    expect(await ask("accounts.list", "devnet")).toMatchObject({
      ok: true,
      network: { genesis: "bafy2bzacebc3bt6cedhoyw34drrmjvazhu4oj25er2ebk4u445pzycvq4ta4a" },
    });
  });

  it("of a devnet that is asked for the first time is given", async () => {
    await networks.select("devnet");
    meanwhile = async () => networks.save({ ...(await networks.get("devnet")), genesis: "bafy2bzacebc3bt6cedhoyw34drrmjvazhu4oj25er2ebk4u445pzycvq4ta4a" });
    expect(await ask("accounts.list", "devnet")).toMatchObject({ ok: true });
  });

  it("to a command that was carried out stays, though the network changed after it", async () => {
    expect(await ask("send.review", "mainnet", "request-of-mainnet")).toMatchObject({ ok: true });
    await networks.select("calibration");
    expect(await ask("send.review", "mainnet", "request-of-mainnet")).toMatchObject({ ok: true, body: { approvalId: "a1" } });
    expect(handled).toEqual(["send.review"]);
  });

  it("about the wallet itself is given whatever the page shows", async () => {
    await networks.select("calibration");
    expect(await ask("networks.remove", "mainnet")).toEqual({ ok: true, body: {} });
  });
});

it("every message speaks of the selected network, unless its group is one of the wallet itself", () => {
  const names = Object.keys(questions) as MessageName[];
  const others = new Set(names.filter((name) => !isOfNetwork(name)).map((name) => name.split(".")[0]));
  expect([...others].sort()).toEqual(["approvals", "diagnostics", "keys", "networks", "secret", "settings", "wallet"]);
});
