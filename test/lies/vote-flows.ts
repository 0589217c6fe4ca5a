import type { ActionForm } from "../../extension/shared/governance-views.ts";
import { flow, type Flow } from "./flow.ts";
import { tokenOf } from "./owner-flows.ts";
import { DAY, fil, type Scene } from "./scene.ts";

/** What holders put to the vote, what a vote brings about, and the end. */

const CODE = "bafk2bzacecqmz5ixem35b2mcbmpgekzfcjzs77x6zfjsskgmcpelpwai3gw2o";
const holders = ({ actor, holder }: Scene) => ({ actor, from: holder });
const newest = async ({ worker, actor }: Scene): Promise<string> => (await worker.ask("governance.get", { actor })).proposals[0]?.id as string;

/** A token stands behind one open proposal: the one before is withdrawn. */
async function withdrawn(s: Scene): Promise<void> {
  const { proposals } = await s.worker.ask("governance.get", { actor: s.actor });
  const open = proposals.find(({ cancel }) => cancel === s.holder);
  if (open !== undefined) await s.own("governance.cancel", { ...holders(s), proposal: open.id });
  await s.settle();
}

async function nominated(s: Scene): Promise<void> {
  await s.own("owner.operate", { actor: s.actor, from: s.operator, deed: { deed: "ProposeOperator", operator: s.stranger } });
}

const propose = (kind: ActionForm["kind"], action: (s: Scene) => ActionForm, more: Pick<Flow, "prepare" | "refused"> = {}): Flow =>
  flow({
    name: `propose ${kind}`,
    message: "governance.propose",
    action: kind,
    prepare: withdrawn,
    body: async (s) => ({ ...holders(s), token: await tokenOf(s, s.holder), action: action(s) }),
    changes: ["proposals"],
    ...more,
  });

export const voteFlows: readonly Flow[] = [
  propose("SetSealing", () => ({ kind: "SetSealing", on: false })),
  propose("AllowCode", () => ({ kind: "AllowCode", code: CODE })),
  propose("Migrate", (s) => ({ kind: "Migrate", heir: s.actor }), { refused: true }),
  propose("SetIssuer", (s) => ({ kind: "SetIssuer", issuer: s.stranger })),
  propose("ClearFlag", (s) => ({ kind: "ClearFlag", miner: s.miner }), { refused: true }),
  propose("SetLimits", () => ({ kind: "SetLimits", maxMiners: 2, maxPerMiner: fil(5), maxForwardPerDay: fil(1) })),
  flow({
    name: "withdraw a proposal",
    message: "governance.cancel",
    body: async (s) => ({ ...holders(s), proposal: await newest(s) }),
    changes: ["proposals"],
  }),
  propose("ReplaceOperator", (s) => ({ kind: "ReplaceOperator", operator: s.operator })),
  flow({
    name: "vote",
    message: "governance.vote",
    body: async (s) => ({ ...holders(s), proposal: await newest(s), tokens: [await tokenOf(s, s.holder)], choice: "for" }),
    changes: ["proposals"],
  }),
  flow({
    name: "carry a proposal out",
    message: "governance.execute",
    prepare: (s) => s.settle(14 * DAY),
    body: async (s) => ({ actor: s.actor, from: s.third, proposal: await newest(s) }),
    changes: ["operator", "owner actor", "proposals"],
  }),
  propose("RefuseOperator", (s) => ({ kind: "RefuseOperator", operator: s.stranger }), { prepare: nominated }),
  flow({
    name: "wind up",
    message: "owner.operate",
    deed: "SetLeaving",
    prepare: (s) => s.own("owner.heartbeat", { actor: s.actor, from: s.operator }),
    body: (s) => ({ actor: s.actor, from: s.operator, deed: { deed: "SetLeaving" } }),
    changes: ["owner actor"],
  }),
];
