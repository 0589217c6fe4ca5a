import { actionNumber } from "../../../actor/abi/describe.ts";
import type { OwnerStructs } from "../../../actor/abi/methods.generated.ts";
import type { NetworkPrefix } from "../../../filecoin/address.ts";
import { parseCid } from "../../../filecoin/cid.ts";
import { attoFil } from "../../../filecoin/units.ts";
import * as acts from "../../../wallet/acts/owner-acts.ts";
import { readAddress } from "../../../wallet/read-address.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import type { ActionForm } from "../../shared/governance-views.ts";
import type { Body } from "../../shared/messages.ts";
import type { DeedParts, Review } from "./request-act.ts";
import { toOwnerActor } from "./to-owner-actor.ts";

/** Proposes to an owner actor, votes, carries out, withdraws. */

const CHOICES = { against: 0, for: 1, abstain: 2 } as const;

export type GovernanceDeeds = { [N in "propose" | "vote" | "execute" | "cancel"]: (body: Body<`governance.${N}`>) => Review };

export const governanceDeeds = (parts: DeedParts): GovernanceDeeds => ({
  propose: (body) => toOwnerActor(parts, body, (scope, actor) => acts.propose(actor, BigInt(body.token), actionOf(scope.network.prefix, body.action))),
  vote: (body) => toOwnerActor(parts, body, (_scope, actor) => acts.vote(actor, BigInt(body.proposal), body.tokens.map(BigInt), CHOICES[body.choice])),
  execute: (body) => toOwnerActor(parts, body, (_scope, actor) => acts.execute(actor, BigInt(body.proposal))),
  cancel: (body) => toOwnerActor(parts, body, (_scope, actor) => acts.cancelProposal(actor, BigInt(body.proposal))),
});

/** An action as the actor takes it: the fields of its kind alone. Throws badAddress, badCid. */
function actionOf(prefix: NetworkPrefix, form: ActionForm): OwnerStructs["Action"] {
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
