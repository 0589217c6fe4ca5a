import type { Body } from "../../extension/shared/messages.ts";
import { flow, type Flow } from "./flow.ts";
import { FIL, type Scene } from "./scene.ts";

/** The steps by which a miner comes to be owned by an owner actor. */

const subject = ({ miner, operator }: Scene) => ({ miner, account: operator });

async function chooseTerms(scene: Scene): Promise<void> {
  // The miner is the holder's since he accepted it.
  await scene.own("miner.proposeOwner", { miner: scene.miner, from: scene.holder, owner: scene.operator });
  await scene.settle();
  await scene.own("miner.confirmOwner", { miner: scene.miner, from: scene.operator });
  await scene.settle();
  const defaults = (await scene.worker.ask("takeover.defaults", {})).terms;
  const terms = { ...defaults, legacyMaximum: (10_000n * FIL).toString(), limits: { ...defaults.limits, maxPrincipalPerMiner: (5_000n * FIL).toString() } };
  const save = (keep: Body<"takeover.saveDraft">["keep"]) =>
    scene.worker.ask("takeover.saveDraft", { ...subject(scene), terms, keep, newWorker: null, addedControls: [] });
  const { keys } = await save({});
  await save(Object.fromEntries(keys.map(({ forms }) => [forms.address, true])));
}

async function rememberActor(scene: Scene): Promise<void> {
  scene.actor = (await scene.worker.ask("takeover.get", subject(scene))).ownerActor?.forms.id as string;
}

export const takeoverFlows: readonly Flow[] = [
  flow({ name: "install the code", message: "takeover.installCode", prepare: chooseTerms, body: subject, changes: [] }),
  flow({ name: "create the actor", message: "takeover.createActor", body: subject, changes: [] }),
  flow({ name: "approve the miner", message: "takeover.approveMiner", prepare: rememberActor, body: subject, changes: ["owner actor"] }),
  flow({ name: "propose the actor", message: "takeover.propose", body: subject, changes: ["pending owner"] }),
  flow({ name: "stop the proposal of the actor", message: "takeover.stop", body: subject, changes: ["pending owner"] }),
  flow({
    name: "hand over",
    message: "takeover.takeOwner",
    prepare: async (s) => {
      await s.own("takeover.propose", subject(s));
      await s.settle();
    },
    body: subject,
    changes: ["beneficiary", "owner", "owner actor's miners", "pending owner", "positions"],
  }),
  flow({
    name: "confirm the worker of a miner that was handed over",
    message: "takeover.confirmWorker",
    prepare: (s) => s.settle(901),
    body: subject,
    changes: [],
  }),
];
