import { flow, type Flow } from "./flow.ts";
import { fil, type Scene } from "./scene.ts";

/** What a miner's owner, beneficiary and whoever is proposed sign. */

const by = (account: "operator" | "holder") => (scene: Scene) => ({ miner: scene.miner, from: scene[account] });
const [operators, holders] = [by("operator"), by("holder")];
const propose = { name: "", message: "miner.proposeOwner", body: (s: Scene) => ({ ...operators(s), owner: s.holder }), changes: ["pending owner"] } as const;

export const minerFlows: readonly Flow[] = [
  flow({
    name: "withdraw",
    message: "miner.withdraw",
    body: (s) => ({ ...operators(s), amount: fil(1) }),
    changes: ["balance of miner", "balance of operator"],
  }),
  flow({ ...propose, name: "propose an owner" }),
  flow({ name: "stop a proposal", message: "miner.stopProposal", body: operators, changes: ["pending owner"] }),
  flow({
    name: "propose a beneficiary",
    message: "miner.changeBeneficiary",
    body: (s) => ({ ...operators(s), beneficiary: s.holder, quota: fil(5), expiration: 900_000 }),
    changes: ["pending beneficiary"],
  }),
  flow({
    name: "accept as beneficiary",
    message: "miner.confirmBeneficiary",
    body: holders,
    changes: ["beneficiary", "beneficiary's term", "pending beneficiary"],
  }),
  flow({
    name: "withdraw to another",
    message: "miner.withdraw",
    body: (s) => ({ ...operators(s), amount: fil(1) }),
    changes: ["balance of holder", "balance of miner", "beneficiary's term"],
  }),
  flow({ name: "take the beneficiary back", message: "miner.returnBeneficiary", body: operators, changes: ["pending beneficiary"] }),
  flow({
    name: "resign as beneficiary",
    message: "miner.confirmBeneficiary",
    body: holders,
    changes: ["beneficiary", "beneficiary's term", "pending beneficiary"],
  }),
  flow({
    name: "change the worker",
    message: "miner.changeWorker",
    prepare: async (s) => void (s.bls = await s.newWorkerKey()),
    body: (s) => ({ ...operators(s), worker: s.bls, controls: [s.third] }),
    changes: ["controls", "pending worker"],
  }),
  flow({
    name: "confirm the worker",
    message: "miner.confirmWorker",
    prepare: (s) => s.settle(901),
    body: operators,
    changes: ["pending worker", "worker"],
  }),
  flow({ name: "repay a debt", message: "miner.repayDebt", body: operators, changes: [] }),
  flow({ ...propose, name: "propose an owner again" }),
  flow({ name: "accept as owner", message: "miner.confirmOwner", body: holders, changes: ["beneficiary", "owner", "pending owner"] }),
];
