import { parseCid } from "../../../filecoin/cid.ts";
import { attoFil } from "../../../filecoin/units.ts";
import { actionNumber } from "../../../actor/abi/describe.ts";
import type { OwnerStructs } from "../../../actor/abi/methods.generated.ts";
import type { ActionForm } from "../../shared/governance-views.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import type { Handlers } from "./app.ts";
import { readAddress } from "../../../wallet/read-address.ts";
import type { ChainScope } from "../../../wallet/scope.ts";
import { readGovernance } from "../views/governance-view.ts";
import * as acts from "../../../wallet/acts/owner-acts.ts";
import { read, review } from "../deeds/owner-commands.ts";

/** Answers about proposals of owner actors, and the commands for them. */

const CHOICES = { against: 0, for: 1, abstain: 2 } as const;

/** An action as the actor takes it: the fields of its kind alone. Throws badAddress, badCid. */
function actionOf(scope: ChainScope, form: ActionForm): OwnerStructs["Action"] {
  const { prefix } = scope.actors;
  const action = { kind: actionNumber(form.kind), on: false, actor: null, code: null, limits: null };
  switch (form.kind) {
    case "SetSealing":
      return { ...action, on: form.on };
    case "SetLimits":
      return {
        ...action,
        limits: { maxMiners: form.maxMiners, maxPerMiner: attoFil(BigInt(form.maxPerMiner)), maxForwardPerDay: attoFil(BigInt(form.maxForwardPerDay)) },
      };
    case "AllowCode":
      return { ...action, code: codeOf(form.code) };
    case "SetIssuer":
      return { ...action, actor: form.issuer === null ? null : readAddress(form.issuer, prefix) };
    case "Migrate":
      return { ...action, actor: readAddress(form.heir, prefix) };
    case "ClearFlag":
      return { ...action, actor: readAddress(form.miner, prefix) };
    default:
      return { ...action, actor: readAddress(form.operator, prefix) };
  }
}

function codeOf(text: string): ReturnType<typeof parseCid> {
  try {
    return parseCid(text.trim());
  } catch (error) {
    throw new Refusal("badRequest", { detail: `expected the CID of an actor's code; got ${text.slice(0, 100)}` }, { cause: error });
  }
}

export const governanceHandlers: Handlers<"governance.get" | "governance.propose" | "governance.vote" | "governance.execute" | "governance.cancel"> = {
  "governance.get": (app, { actor }) => read(app, (scope) => readGovernance(scope, readAddress(actor, scope.actors.prefix))),
  "governance.propose": (app, body) => review(app, body, (scope, actor) => acts.propose(actor, BigInt(body.token), actionOf(scope, body.action))),
  "governance.vote": (app, body) =>
    review(app, body, (_scope, actor) => acts.vote(actor, BigInt(body.proposal), body.tokens.map(BigInt), CHOICES[body.choice])),
  "governance.execute": (app, body) => review(app, body, (_scope, actor) => acts.execute(actor, BigInt(body.proposal))),
  "governance.cancel": (app, body) => review(app, body, (_scope, actor) => acts.cancelProposal(actor, BigInt(body.proposal))),
};
