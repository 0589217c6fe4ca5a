import type { KnownNetwork } from "../../../../wallet/network.ts";
import { BlockCache } from "../../../../wallet/proof/block-cache.ts";
import { Refusal } from "../../../../wallet/refusal.ts";
import { lookAt } from "../../../../wallet/slots/follow.ts";
import type { Slot } from "../../../../wallet/slots/slot.ts";
import { MemoryDatabase, MemoryLocks } from "../../storage/memory-stores.ts";
import { ApprovalStore } from "../approval-record.ts";
import { CarryOut } from "../carry-out.ts";
import { Outbox } from "../outbox.ts";
import { SlotStore } from "../slot-store.ts";
import { SENDER, signedFake, SlotChain, type ChainState, type Conduct } from "./chain.ts";

/** For tests: one thing that the real outbox does, in a world that is plain data before and after. Chain, key and disk are stand-ins. */

export const GENESIS = "bafyrealm";
export const ACCOUNT = SENDER.toString();
const EPOCH_SECONDS = 30;

/** What a page saw of its click: the channel closed ("died"), or an answer. */
export type Answer = "died" | "signed" | "failed" | "unsettled";

/** What a worker meets while it does one thing; the next thing may meet something else. */
export interface Surroundings {
  conduct: Conduct;
  unlocked: boolean;
  network: "there" | "removed" | "replaced";
  /** the dry run still ends as it did */
  alike: boolean;
}

export const CALM: Surroundings = { conduct: "honest", unlocked: true, network: "there", alike: true };
const CONDUCTS: readonly Conduct[] = ["away", "behind", "refuses", "deaf", "forgetful"];
export const ROUGH: readonly Surroundings[] = [
  ...CONDUCTS.map((conduct) => ({ ...CALM, conduct })),
  { ...CALM, unlocked: false },
  { ...CALM, network: "removed" },
  { ...CALM, network: "replaced" },
  { ...CALM, alike: false },
];

export interface World {
  records: ReadonlyMap<string, unknown>;
  chain: ChainState;
  now: number;
  answers: Readonly<Record<string, Answer>>;
  /** what may still happen, so that the space has an end */
  left: { sends: number; replacements: number; elsewhere: number; reorgs: number };
}

/** At the n-th call of the disk or of a node the worker dies; or the n-th call of the disk fails, alone or with all after it. */
export type Fault = { kind: "none" } | { kind: "dies" | "failsOnce" | "failsOn"; at: number };

export class Died extends Error {}
export class DiskFull extends Error {}

export class Run {
  readonly database = new MemoryDatabase();
  readonly locks = new MemoryLocks();
  readonly chain: SlotChain;
  readonly slots: SlotStore;
  readonly approvals: ApprovalStore;
  readonly outbox: Outbox;
  readonly carryOut: CarryOut;
  readonly reported: unknown[] = [];
  /** The last look at the chain before a signature: does the dry run end alike. Throws when the nodes are not there. */
  readonly lookToSign: () => Promise<boolean>;
  calls = 0;
  diskCalls = 0;

  constructor(
    readonly world: World,
    readonly around: Surroundings,
    readonly fault: Fault,
    listsPool: boolean,
  ) {
    this.database.records = new Map(world.records);
    this.chain = new SlotChain(world.chain, around.conduct, listsPool, () => this.#called(false));
    const now = (): number => world.now;
    this.slots = new SlotStore(this.database, now);
    this.approvals = new ApprovalStore(this.database);
    const reach = async (): Promise<{ network: KnownNetwork; nodes: readonly [ReturnType<SlotChain["node"]>] }> => {
      if (around.network === "removed") throw new Refusal("unknownNetwork", { id: "home" });
      if (around.network === "replaced") throw new Refusal("wrongChain", { node: "home", expected: GENESIS, found: "bafyother" });
      return { network: { id: "home", genesis: GENESIS, epochSeconds: EPOCH_SECONDS } as KnownNetwork, nodes: [this.chain.node()] };
    };
    this.lookToSign = async () => {
      await (await reach()).nodes[0].client.chainHead();
      return around.alike;
    };
    this.outbox = new Outbox({
      slots: this.slots,
      locks: this.locks,
      networks: {
        reach,
        look: ({ nodes }) => lookAt(nodes, SENDER, new BlockCache({ mostBytes: 1, mostBlocks: 1 })),
      },
      known: {
        list: async () => (around.network === "removed" ? [] : [{ id: "home", genesis: around.network === "there" ? GENESIS : "bafyother" } as KnownNetwork]),
      },
      now,
      isUnlocked: async () => around.unlocked,
      sign: async (message) => signedFake(message),
      endsAlike: () => this.lookToSign(),
      tell: () => {},
      report: (error) => this.reported.push(error),
    });
    this.carryOut = new CarryOut({ database: this.database, approvals: this.approvals, slots: this.slots, outbox: this.outbox, now });
  }

  /** From here on the fault counts. */
  begin(): void {
    this.database.beforeCall = () => this.#called(true);
  }

  #called(disk: boolean): void {
    const at = this.calls++;
    const diskAt = disk ? this.diskCalls++ : -1;
    const { fault } = this;
    if (fault.kind === "dies" && at >= fault.at) throw new Died("the worker is gone");
    if (disk && fault.kind === "failsOnce" && diskAt === fault.at) throw new DiskFull("the disk is full");
    if (disk && fault.kind === "failsOn" && diskAt >= fault.at) throw new DiskFull("the disk is full");
  }

  after(change: Partial<World> = {}): World {
    return { ...this.world, records: this.database.records, chain: this.chain.state, ...change };
  }
}

export const slotsIn = (world: Pick<World, "records">): Slot[] =>
  [...world.records].filter(([key]) => key.startsWith("slots\n")).map(([, value]) => value as Slot);
