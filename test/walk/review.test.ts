import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Body, MessageName } from "../../extension/shared/messages.ts";
import { DevnetWorker } from "../../extension/background/desk/devnet-worker.ts";
import { marked } from "./mark-rooms.ts";
import { staysOf, type Stay } from "./recorder.ts";

/**
 * A review goes down through the rooms once and comes back once, from the command of a page to the approval, and from consent to signature: no room
 * is entered from one that lies below it, and none that was left is entered again. Storage, settings and secrets are cupboards: whoever needs what
 * lies there opens them, and they lead nowhere else.
 */

const ORDER = ["page", "desk", "deeds", "views", "signing", "chain", "secrets", "settings", "storage"];
const CUPBOARDS = ["secrets", "settings", "storage"];
/** Through it a node's answers come to whoever holds a client: the wire, no room. */
const WIRE = /^chain\/(nodes|strict-fetch)\.ts a function it made$/;

let worker: DevnetWorker;
let offer: Awaited<ReturnType<DevnetWorker["openOffer"]>>;

beforeAll(async () => {
  worker = await DevnetWorker.start();
  offer = await worker.openOffer();
});
afterAll(() => worker.devnet.close());

const isCupboard = (room: string): boolean => CUPBOARDS.includes(room);
const text = (stay: Stay): string => `${stay.from?.room ?? ""} > ${stay.by}`;

/** Entries that go up. The book is kept by settings and sealed by secrets, between which nothing else lies. */
const upward = (stays: readonly Stay[]): string[] =>
  stays
    .filter(({ room, from }) => from !== null && ORDER.indexOf(room) < ORDER.indexOf(from.room) && !(from.room === "settings" && room === "secrets"))
    .map(text);

/** Entries into rooms that were entered before. */
const returns = (stays: readonly Stay[]): string[] => {
  const seen = new Set<string>();
  return stays.filter(({ room }) => !isCupboard(room) && (seen.has(room) || !seen.add(room))).map(text);
};

const roomsOf = (stays: readonly Stay[]): string[] => stays.map(({ room }) => room).filter((room) => !isCupboard(room));

/** Until the key is taken out for the signature; what is pushed after it goes to the chain again. */
function untilKey(stays: readonly Stay[]): Stay[] {
  const at = stays.findIndex(({ by }) => by.includes("signingKey"));
  expect(at).toBeGreaterThan(0);
  return stays.slice(0, at + 1);
}

async function follow(act: () => Promise<unknown>): Promise<Stay[]> {
  return (await staysOf(act)).filter(({ by }) => !WIRE.test(by));
}

const FIL = 10n ** 18n;
const review = <N extends MessageName>(name: N, body: () => Body<N>): readonly [name: MessageName, ask: () => Promise<unknown>] => [
  name,
  () => worker.ask(name, body()),
];
const REVIEWS = [
  review("send.review", () => ({ from: offer.operator, to: offer.holder, amount: "1000", speed: "usual" })),
  review("miner.withdraw", () => ({ miner: offer.miner, from: offer.operator, amount: null })),
  review("miner.changeBeneficiary", () => ({ miner: offer.miner, from: offer.operator, beneficiary: offer.holder, quota: "5", expiration: 9_000 })),
  review("miner.proposeOwner", () => ({ miner: offer.miner, from: offer.operator, owner: offer.holder })),
  review("offer.deposit", () => ({ actor: offer.actor, from: offer.holder, amount: (100n * FIL).toString() })),
  review("owner.heartbeat", () => ({ actor: offer.actor, from: offer.operator })),
];

describe.each(REVIEWS)("%s", (_name, ask) => {
  let approvalId: string;

  it("goes from the desk through a deed and the chain to the approval", async () => {
    const stays = await follow(async () => {
      ({ approvalId } = (await ask()) as { approvalId: string });
    });
    expect(upward(stays)).toEqual([]);
    expect(returns(stays)).toEqual([]);
    expect(roomsOf(stays)).toEqual(["desk", "deeds", "chain", "signing"]);
  });

  it("goes from consent to the signature", async () => {
    const approval = await worker.approval(approvalId);
    expect(approval.blocked).toBeNull();
    worker.s.clock.now += 1_000;
    const stays = untilKey(await follow(() => worker.ask("approvals.confirm", worker.consentTo(approval))));
    expect(upward(stays)).toEqual([]);
    expect(returns(stays)).toEqual([]);
    expect(roomsOf(stays)).toEqual(["desk", "signing", "chain"]);
    await worker.peggy("Peggy.Mine", [10]);
    await worker.app.outbox.advance();
  });
});

describe("the marks", () => {
  const mark = (code: string): string => marked(code, "file.ts", "chain");

  it("stand in every function, not in what is handed over in a call, which runs for the room that wrote it", () => {
    const out = mark("export async function open(list: number[]) { return list.map((n) => n + 1); }");
    expect(out).toContain('roomEntered("chain", "chain/file.ts open", async () => { return list.map(roomKept((n) => n + 1)); });');
  });

  it("are seen where a room is entered again, and where one is entered from below", async () => {
    const { enter, keep } = await import("./recorder.ts");
    const stays = await staysOf(async () => {
      await enter("desk", "a", async () => {
        enter("signing", "b", () => enter("chain", "c", () => 1));
        await Promise.resolve();
        enter("signing", "d", () => enter("deeds", "e", () => 2));
        const handed = keep(() => enter("views", "f", () => 3));
        enter("storage", "g", () => handed());
      });
    });
    expect(returns(stays)).toEqual(["desk > d"]);
    expect(upward(stays)).toEqual(["signing > e"]);
    expect(stays.find(({ room }) => room === "views")?.from?.room).toBe("desk");
  });
});
