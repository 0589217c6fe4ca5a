import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { ReplyEnvelope } from "../shared/messages.ts";
import { AnswerUnreadable, ask, shownNetwork, whenOtherNetwork, WorkerError } from "./worker.ts";

/** A page drops what does not speak of the network it shows. */

const MAINNET = { id: "mainnet", genesis: "bafymain" };
let reply: ReplyEnvelope;
let sent: { network?: string }[];
let others: number;

beforeEach(() => {
  sent = [];
  others = 0;
  shownNetwork.value = MAINNET;
  whenOtherNetwork(() => others++);
  vi.stubGlobal("chrome", {
    runtime: {
      sendMessage: async (request: { network?: string }) => {
        sent.push(request);
        return reply;
      },
    },
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const body = { accounts: [], selected: null };
const outcome = (): Promise<unknown> => ask("accounts.list", {}).catch((error: unknown) => (error as WorkerError).code);

it("asks for the network it shows, and takes what speaks of it", async () => {
  reply = { ok: true, body, network: MAINNET };
  expect([await outcome(), sent[0]?.network, others]).toEqual([body, "mainnet", 0]);
});

it.each([
  ["another network", { id: "calibration", genesis: "bafycalib" }],
  ["another chain under the same name", { id: "mainnet", genesis: "bafyother" }],
])("drops an answer about %s and looks which one is selected", async (_, network) => {
  reply = { ok: true, body, network };
  expect([await outcome(), others]).toEqual(["networkChanged", 1]);
});

it("looks which network is selected when the worker refuses", async () => {
  reply = { ok: false, code: "networkChanged", params: {} };
  expect([await outcome(), others]).toEqual(["networkChanged", 1]);
});

it("takes a devnet's first answer, whose chain it could not know", async () => {
  shownNetwork.value = { id: "devnet", genesis: null };
  reply = { ok: true, body, network: { id: "devnet", genesis: "bafydev" } };
  expect([await outcome(), others]).toEqual([body, 0]);
});

it("names no network where the question is about the wallet itself", async () => {
  reply = { ok: true, body: { networks: [] } };
  await ask("networks.list", {});
  expect(sent[0]).not.toHaveProperty("network");
});

it("shows nothing of an answer in another form, and says where it differs", async () => {
  reply = { ok: true, body: { accounts: "none", selected: null }, network: MAINNET };
  await expect(ask("accounts.list", {})).rejects.toThrow(AnswerUnreadable);
  await expect(ask("accounts.list", {})).rejects.toMatchObject({ code: "internal", detail: expect.stringMatching(/^reply of accounts\.list: accounts /) });
});
