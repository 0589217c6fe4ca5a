import { plainFil } from "../../format/filecoin-number.ts";
import type { ActionForm, GovernanceView } from "../../../shared/governance-views.ts";
import type { Act, ActField, Typed, Words } from "../../acts/act.ts";
import { amountLine } from "../../format/amount-text.ts";

const KINDS = ["SetSealing", "SetLimits", "RefuseOperator", "ReplaceOperator", "AllowCode", "Migrate", "SetIssuer", "ClearFlag"] as const;
type Kind = (typeof KINDS)[number];
/** Kinds that name an address: an operator, a heir, an issuer, a miner. */
const NAMING: ReadonlySet<Kind> = new Set(["RefuseOperator", "ReplaceOperator", "Migrate", "SetIssuer", "ClearFlag"]);
/** Miners that an owner actor can have. */
const MOST_MINERS = 32;
const CODE = /^b[a-z2-7]{20,110}$/;

const kindOf = (typed: Typed): Kind => KINDS.find((kind) => kind === typed.text("kind")) ?? "SetSealing";
const fil = (atto: string): string => plainFil(BigInt(atto));

/** What is put to the vote, and the position that stands behind it. */
export function proposeAct(actor: string, view: GovernanceView, t: Words): Act {
  const tokens = view.tokens.filter(({ blocked }) => blocked === null);
  return {
    title: t("governance.propose"),
    about: t("governance.proposeText"),
    fields: (typed) => [
      {
        kind: "one",
        look: "list",
        name: "token",
        label: t("governance.standsBehind"),
        options: tokens.map(({ token, principal }) => ({
          value: token,
          text: `${t("position.token", { token })}, ${amountLine(BigInt(principal), { places: 4 })}`,
        })),
      },
      {
        kind: "one",
        look: "list",
        name: "kind",
        label: t("governance.what"),
        hint: aboutKind(kindOf(typed), view, t),
        options: KINDS.map((kind) => ({ value: kind, text: t(`governance.kind.${kind}`) })),
      },
      ...fieldsOf(kindOf(typed), typed, view, t),
    ],
    command: (typed) => {
      const behind = tokens.find(({ token }) => token === typed.text("token"));
      const action = actionOf(kindOf(typed), typed, view);
      if (behind === undefined || action === undefined) return undefined;
      return { name: "governance.propose", body: { actor, from: behind.account, token: behind.token, action } };
    },
  };
}

function aboutKind(kind: Kind, view: GovernanceView, t: Words): string {
  if (kind !== "SetSealing") return t(`governance.about.${kind}`);
  return t(view.now.sealing ? "governance.about.sealingOff" : "governance.about.sealingOn");
}

function fieldsOf(kind: Kind, typed: Typed, { now }: GovernanceView, t: Words): ActField[] {
  if (kind === "SetLimits") {
    const { maxMiners, maxPerMiner, maxForwardPerDay } = now.limits;
    return [
      {
        kind: "number",
        name: "miners",
        label: t("governance.maxMiners"),
        start: String(maxMiners),
        least: 1,
        most: MOST_MINERS,
        refused: t("governance.badMiners"),
      },
      { kind: "amount", name: "each", label: t("governance.maxPerMiner"), start: fil(maxPerMiner) },
      { kind: "amount", name: "day", label: t("governance.maxPerDay"), start: fil(maxForwardPerDay) },
    ];
  }
  if (kind === "AllowCode") return [{ kind: "text", code: true, name: "code", label: t("governance.code"), fits: CODE, refused: t("governance.badCode") }];
  const address: ActField = { kind: "address", name: "address", label: t(`governance.address.${kind}`), start: now.nominee?.forms.address ?? "" };
  if (kind !== "SetIssuer") return NAMING.has(kind) ? [address] : [];
  return [{ kind: "flag", name: "nobody", label: t("governance.noIssuer") }, ...(typed.flag("nobody") ? [] : [address])];
}

/** The action as it stands in the form; undefined while a field is missing. */
function actionOf(kind: Kind, typed: Typed, view: GovernanceView): ActionForm | undefined {
  const [named, code] = [typed.text("address"), typed.text("code")];
  const [miners, each, day] = [typed.number("miners"), typed.amount("each"), typed.amount("day")];
  switch (kind) {
    case "SetSealing":
      return { kind, on: !view.now.sealing };
    case "SetLimits":
      if (miners === undefined || each === undefined || day === undefined) return undefined;
      return { kind, maxMiners: miners, maxPerMiner: each.toString(), maxForwardPerDay: day.toString() };
    case "AllowCode":
      return code === undefined ? undefined : { kind, code };
    case "SetIssuer":
      if (typed.flag("nobody")) return { kind, issuer: null };
      return named === undefined ? undefined : { kind, issuer: named };
    case "Migrate":
      return named === undefined ? undefined : { kind, heir: named };
    case "ClearFlag":
      return named === undefined ? undefined : { kind, miner: named };
    default:
      return named === undefined ? undefined : { kind, operator: named };
  }
}
