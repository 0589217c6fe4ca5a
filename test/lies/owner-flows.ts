import type { Body } from "../../extension/shared/messages.ts";
import { flow, type Flow } from "./flow.ts";
import { DAY, fil, type Scene } from "./scene.ts";

/** What an operator, holders and anybody sign to an owner actor. */

const by = (account: "operator" | "holder" | "third") => (scene: Scene) => ({ actor: scene.actor, from: scene[account] });
const [operators, holders] = [by("operator"), by("holder")];
const ofMiner = (scene: Scene) => ({ ...operators(scene), miner: scene.miner });

/** The largest position of an account, of a class. */
export async function tokenOf({ worker, actor }: Scene, account: string, kind: "senior" | "junior" = "senior"): Promise<string> {
  const { positions } = await worker.ask("positions.list", { account });
  const fit = positions.filter((one) => one.actor === actor && one.class === kind && one.inKindMiner === null);
  return fit.reduce((most, one) => (BigInt(one.principal) > BigInt(most.principal) ? one : most)).token;
}
const requestOf = async ({ worker, actor }: Scene, kind = "senior"): Promise<string> =>
  (await worker.ask("owner.get", { actor })).requests.find((one) => one.kind === kind)?.id as string;
const redeem = async (s: Scene, amount: number): Promise<Body<"position.redeem">> => ({
  ...holders(s),
  token: await tokenOf(s, s.holder),
  amount: fil(amount),
});

async function redeemed(s: Scene): Promise<void> {
  await s.own("position.redeem", await redeem(s, 30));
  await s.settle(8 * DAY);
  s.kept.set("request", await requestOf(s));
}

export const ownerFlows: readonly Flow[] = [
  flow({ name: "give a sign of life", message: "owner.heartbeat", body: operators, changes: [] }),
  flow({
    name: "open deposits",
    message: "owner.openDeposits",
    body: (s) => ({ ...operators(s), amount: fil(10_000), until: 10_000_000 }),
    changes: ["owner actor"],
  }),
  flow({ name: "deposit", message: "offer.deposit", body: (s) => ({ ...holders(s), amount: fil(300) }), changes: ["balance of actor", "positions"] }),
  flow({
    name: "stake first loss",
    message: "owner.stakeJunior",
    body: (s) => ({ ...operators(s), amount: fil(100) }),
    changes: ["balance of actor", "positions"],
  }),
  flow({ name: "measure", message: "owner.measure", prepare: (s) => s.settle(1_000), body: ofMiner, changes: [] }),
  flow({
    name: "forward",
    message: "owner.forward",
    body: (s) => ({ ...ofMiner(s), amount: fil(80), attestation: null }),
    changes: ["balance of actor", "balance of miner"],
  }),
  flow({
    name: "harvest",
    message: "owner.harvest",
    prepare: async (s) => {
      await s.worker.peggy("Peggy.Reward", [s.miner, fil(40)]);
      await s.settle(8 * DAY);
    },
    body: ofMiner,
    changes: ["balance of actor", "balance of miner", "balance of operator"],
  }),
  flow({
    name: "withdraw rewards",
    grows: true,
    message: "position.withdraw",
    prepare: (s) => s.settle(8 * DAY),
    body: async (s) => ({ ...holders(s), tokens: [await tokenOf(s, s.holder)], recipient: null }),
    changes: ["balance of actor", "balance of holder"],
  }),
  flow({
    name: "withdraw rewards to another",
    grows: true,
    message: "position.withdraw",
    prepare: (s) => s.settle(DAY),
    body: async (s) => ({ ...holders(s), tokens: [await tokenOf(s, s.holder)], recipient: s.stranger }),
    changes: ["balance of actor", "balance of stranger"],
  }),
  flow({ name: "redeem", message: "position.redeem", body: (s) => redeem(s, 50), changes: ["positions", "requests"] }),
  flow({
    name: "take a request back",
    message: "queue.cancel",
    body: async (s) => ({ ...holders(s), request: await requestOf(s) }),
    changes: ["positions", "requests"],
  }),
  flow({
    name: "split",
    message: "position.split",
    body: async (s) => ({ ...holders(s), token: await tokenOf(s, s.holder), amount: fil(20) }),
    changes: ["positions"],
  }),
  flow({
    name: "merge",
    message: "position.merge",
    body: async (s) => {
      const { positions } = await s.worker.ask("positions.list", { account: s.holder });
      return { ...holders(s), tokens: positions.filter(({ principal }) => principal !== "0").map(({ token }) => token) };
    },
    changes: ["positions"],
  }),
  flow({
    name: "give a position away",
    message: "position.transfer",
    prepare: async (s) => s.own("position.split", { ...holders(s), token: await tokenOf(s, s.holder), amount: fil(20) }),
    body: async (s) => {
      const { positions } = await s.worker.ask("positions.list", { account: s.holder });
      const least = positions.filter(({ principal }) => principal !== "0").reduce((a, b) => (BigInt(a.principal) < BigInt(b.principal) ? a : b));
      return { ...holders(s), token: least.token, to: s.third };
    },
    changes: ["positions"],
  }),
  flow({ name: "pay the queue", message: "owner.finalize", prepare: redeemed, body: (s) => ({ ...operators(s), max: 10 }), changes: ["requests"] }),
  flow({
    name: "claim for another",
    message: "queue.claim",
    body: (s) => ({ ...operators(s), requests: [s.kept.get("request") as string] }),
    changes: ["balance of actor", "balance of holder"],
  }),
  flow({
    name: "pay a request outside the queue",
    message: "owner.finalizeSide",
    prepare: async (s) => {
      await s.own("position.redeem", { ...operators(s), token: await tokenOf(s, s.operator, "junior"), amount: fil(20) });
      await s.settle(8 * DAY);
    },
    body: async (s) => ({ ...holders(s), request: await requestOf(s, "junior") }),
    changes: ["requests"],
  }),
  flow({
    name: "leave at once",
    bounds: ["least"],
    message: "position.exitNow",
    prepare: async (s) => s.own("offer.deposit", { ...holders(s), amount: fil(50) }),
    body: async (s) => ({ ...holders(s), token: await tokenOf(s, s.holder), amount: fil(20), least: fil(10) }),
    changes: ["balance of actor", "balance of holder", "positions"],
  }),
  flow({ name: "recall", message: "owner.recall", body: (s) => ({ ...ofMiner(s), amount: fil(10) }), changes: ["balance of actor", "balance of miner"] }),
  flow({
    name: "change the worker of an actor's miner",
    message: "owner.changeWorker",
    prepare: async (s) => void (s.bls = await s.newWorkerKey()),
    body: (s) => ({ ...ofMiner(s), worker: s.bls, controls: [s.stranger] }),
    changes: ["controls", "pending worker"],
  }),
  flow({
    name: "confirm the worker of an actor's miner",
    message: "owner.confirmWorker",
    prepare: (s) => s.settle(901),
    body: (s) => ({ ...holders(s), miner: s.miner }),
    changes: ["pending worker", "worker"],
  }),
  flow({
    name: "share out what was sent bare",
    message: "owner.sweep",
    prepare: async (s) => s.own("send.review", { from: s.operator, to: s.actor, amount: fil(3), speed: "usual" }),
    body: holders,
    changes: ["owner actor"],
  }),
  flow({
    name: "release a miner too early",
    message: "owner.releaseMiner",
    refused: true,
    body: async (s) => {
      const { positions } = await s.worker.ask("positions.list", { account: s.operator });
      return { ...ofMiner(s), token: positions.find(({ inKindMiner }) => inKindMiner !== null)?.token as string, to: s.holder };
    },
    changes: [],
  }),
  ...deedFlows(),
];

/** What comes rarely. */
function deedFlows(): Flow[] {
  const operate = { message: "owner.operate" } as const;
  return [
    flow({
      ...operate,
      name: "lower a fee",
      deed: "LowerFees",
      body: (s) => ({ ...operators(s), deed: { deed: "LowerFees", fee: 0, bps: 750 } }),
      changes: ["owner actor"],
    }),
    flow({
      ...operate,
      name: "create a miner",
      deed: "CreateMiner",
      body: (s) => ({ ...operators(s), deed: { deed: "CreateMiner", worker: s.bls, proof: 10, amount: fil(300) } }),
      changes: ["owner actor's miners", "positions"],
    }),
    flow({
      ...operate,
      name: "approve a miner that is adopted",
      deed: "ApproveAdoption",
      refused: true,
      body: (s) => ({ ...operators(s), deed: { deed: "ApproveAdoption", miner: s.miner, worker: s.bls } }),
      changes: [],
    }),
    flow({
      ...operate,
      name: "adopt what is none",
      deed: "AdoptMiner",
      refused: true,
      body: (s) => ({ ...operators(s), deed: { deed: "AdoptMiner", miner: s.miner } }),
      changes: [],
    }),
    flow({
      ...operate,
      name: "convert what is no former stake",
      deed: "ConvertJunior",
      refused: true,
      body: async (s) => ({ ...holders(s), deed: { deed: "ConvertJunior", token: await tokenOf(s, s.holder) } }),
      changes: [],
    }),
    flow({
      ...operate,
      name: "report a sector that is well",
      deed: "ReportOverExtension",
      refused: true,
      body: (s) => ({ ...holders(s), deed: { deed: "ReportOverExtension", miner: s.miner, sector: "0" } }),
      changes: [],
    }),
    flow({
      ...operate,
      name: "name a successor",
      deed: "ProposeOperator",
      body: (s) => ({ ...operators(s), deed: { deed: "ProposeOperator", operator: s.third } }),
      changes: ["nominee"],
    }),
    flow({
      ...operate,
      name: "take office",
      deed: "AcceptOperator",
      prepare: (s) => s.settle(8 * DAY),
      body: (s) => ({ ...by("third")(s), deed: { deed: "AcceptOperator" } }),
      changes: ["nominee", "operator"],
    }),
  ];
}
