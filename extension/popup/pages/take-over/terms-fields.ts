import { FULL_BPS, WEEK_EPOCHS } from "../../../../actor/abi/policy.ts";
import { plainFil } from "../../format/filecoin-number.ts";
import { EPOCHS_PER_DAY } from "../../../../filecoin/epochs.ts";
import type { TermsForm } from "../../../../wallet/takeover/terms-form.ts";
import type { ActField, Typed, Words } from "../../acts/act.ts";
import { percentText } from "../../format/percent.ts";

/** Days that a notice and the smoothing of a reward take at least. */
const LEAST_DAYS = WEEK_EPOCHS / EPOCHS_PER_DAY;

const fil = (atto: string): string => plainFil(BigInt(atto));
const days = (epochs: number): string => String(Math.floor(epochs / EPOCHS_PER_DAY));

/** The fields of the terms as they stand on the page: pairs beside each other, and below them what is changed rarely. */
export function termsFields(
  start: TermsForm,
  typed: Typed,
  t: Words,
): { readonly pairs: readonly (readonly ActField[])[]; readonly rare: readonly ActField[] } {
  const custody = typed.text("custody") ?? start.custody;
  const amount = (name: string, atto: string): ActField => ({ kind: "amount", name, label: t(`terms.${name}`), start: fil(atto) });
  const percent = (name: string, bps: number): ActField => ({
    kind: "percent",
    name,
    label: t(`terms.${name}`),
    start: percentText(bps),
    most: FULL_BPS,
    refused: t("terms.badPercent"),
    hint: t(`terms.${name}Hint`),
  });
  const duration = (name: string, epochs: number): ActField => ({
    kind: "number",
    name,
    label: t(`terms.${name}`),
    aside: t("terms.days"),
    start: days(epochs),
    least: LEAST_DAYS,
    most: 9_999,
    refused: t("terms.badDays", { least: LEAST_DAYS }),
    hint: t(`terms.${name}Hint`),
  });
  const custodies = (["FixedFeeRate", "FixedIncome"] as const).map((value) => ({ value, text: t(`terms.custodyOf.${value}`) }));
  return {
    pairs: [
      [
        { kind: "text", name: "name", label: t("terms.name"), start: start.name, maxLength: 40 },
        { kind: "text", name: "symbol", label: t("terms.symbol"), start: start.symbol, maxLength: 11 },
      ],
      [
        {
          kind: "one",
          look: "list",
          name: "custody",
          label: t("terms.custody"),
          start: start.custody,
          hint: t(`terms.custodyHint.${custody}`),
          options: custodies,
        },
        ...(custody === "FixedIncome" ? [rate(start, t)] : []),
      ],
      [percent("fee", start.fees[0]?.bps ?? 0), percent("reserve", start.reserveBps)],
      [amount("minimumDeposit", start.minimumDeposit), amount("cap", start.cap)],
      [duration("notice", start.noticeEpochs), duration("smoothing", start.smoothingEpochs)],
    ],
    rare: [
      percent("junior", start.juniorMinimumBps),
      amount("maxPrincipal", start.limits.maxPrincipalPerMiner),
      amount("maxForward", start.limits.maxForwardPerDay),
      { kind: "text", name: "uri", label: t("terms.uri"), start: start.uri, maxLength: 200 },
    ],
  };
}

/** What holders are promised a year: more than nothing. */
function rate(start: TermsForm, t: Words): ActField {
  const text = start.annualRateBps > 0 ? percentText(start.annualRateBps) : "";
  return {
    kind: "percent",
    name: "rate",
    label: t("terms.rate"),
    start: text,
    least: 1,
    most: FULL_BPS,
    refused: t("terms.badRate"),
    hint: t("terms.rateHint"),
  };
}

/** The terms as typed, on top of those that the form began with; undefined while a field is missing. */
export function termsOf(base: TermsForm, typed: Typed): TermsForm | undefined {
  const [name, symbol] = [typed.text("name"), typed.text("symbol")];
  const custody = typed.text("custody") === "FixedIncome" ? "FixedIncome" : "FixedFeeRate";
  const annualRateBps = custody === "FixedIncome" ? typed.number("rate") : 0;
  const [fee, reserveBps, juniorMinimumBps] = [typed.number("fee"), typed.number("reserve"), typed.number("junior")];
  const [notice, smoothing] = [typed.number("notice"), typed.number("smoothing")];
  const [minimumDeposit, cap, maxPrincipal, maxForward] = ["minimumDeposit", "cap", "maxPrincipal", "maxForward"].map((one) => typed.amount(one));
  if (name === undefined || symbol === undefined || annualRateBps === undefined || fee === undefined) return undefined;
  if (reserveBps === undefined || juniorMinimumBps === undefined || notice === undefined || smoothing === undefined) return undefined;
  if (!minimumDeposit || !cap || !maxPrincipal || !maxForward) return undefined;
  return {
    ...base,
    name,
    symbol,
    uri: typed.text("uri") ?? "",
    custody,
    annualRateBps,
    fees: [{ label: base.fees[0]?.label ?? "operator", beneficiary: base.fees[0]?.beneficiary ?? null, bps: fee }, ...base.fees.slice(1)],
    reserveBps,
    juniorMinimumBps,
    noticeEpochs: notice * EPOCHS_PER_DAY,
    smoothingEpochs: smoothing * EPOCHS_PER_DAY,
    minimumDeposit: minimumDeposit.toString(),
    cap: cap.toString(),
    limits: { ...base.limits, maxPrincipalPerMiner: maxPrincipal.toString(), maxForwardPerDay: maxForward.toString() },
  };
}
