import type { OperatorDeed } from "../../../shared/operator-deeds.ts";
import type { OwnerView } from "../../../shared/owner-views.ts";
import type { Act, Typed, Words } from "../../acts/act.ts";
import { bpsText } from "../../components/phrase-text.ts";
import type { ReviewCommand } from "../../review.ts";

/** One rare call: what it does and asks, and the words of its button. */
export interface Deed {
  readonly act: Act;
  readonly button: string;
  readonly danger?: boolean;
  /** What comes before it, from the same fields. */
  readonly before?: { readonly button: string; readonly command: (typed: Typed) => ReviewCommand | undefined };
}

/** Who calls, undefined while there is no account; and the words of the catalogue. */
export interface Caller {
  readonly subject: { readonly actor: string; readonly from: string } | undefined;
  readonly t: Words;
  /** an epoch with its date */
  readonly dated: (epoch: number) => string;
}

/** Types of proof by sector size; small sectors exist on rehearsal networks alone. */
const SIZES = [
  { proof: 13, size: "32 GiB", small: false },
  { proof: 14, size: "64 GiB", small: false },
  { proof: 10, size: "2 KiB", small: true },
  { proof: 11, size: "8 MiB", small: true },
] as const;

const commandOf = ({ subject }: Caller, deed: OperatorDeed | undefined): ReviewCommand | undefined =>
  subject === undefined || deed === undefined ? undefined : { name: "owner.operate", body: { ...subject, deed } };

/** What the operator alone may do. */
export function deedsOfOperator(owner: OwnerView, rehearsal: boolean, caller: Caller): Deed[] {
  const fees = lowerFees(owner, caller);
  return [
    nameSuccessor(caller),
    ...(fees === undefined ? [] : [fees]),
    createMiner(rehearsal, caller),
    adoptMiner(caller),
    ...(owner.status === "active" ? [leave(caller)] : []),
  ];
}

/** What anybody may do about an operator. */
export function deedsOfAnybody(owner: OwnerView, caller: Caller): Deed[] {
  return [convertJunior(caller), ...(owner.miners.length > 0 ? [reportOverExtension(owner, caller)] : [])];
}

function nameSuccessor(caller: Caller): Deed {
  const { t } = caller;
  return {
    button: t("operate.name"),
    act: {
      title: t("operate.successor"),
      about: t("operate.successorAbout"),
      fields: () => [{ kind: "address", name: "operator", label: t("operate.next") }],
      command: (typed) => {
        const operator = typed.text("operator");
        return commandOf(caller, operator === undefined ? undefined : { deed: "ProposeOperator", operator });
      },
    },
  };
}

/** Fees whose beneficiary is whoever operates can go down; undefined where there is none. */
function lowerFees(owner: OwnerView, caller: Caller): Deed | undefined {
  const { t } = caller;
  const fees = owner.terms.fees.flatMap((fee, at) => (fee.beneficiary === null && fee.bps > 0 ? [{ ...fee, at }] : []));
  const chosen = (typed: Typed): (typeof fees)[number] | undefined => fees.find(({ at }) => String(at) === typed.text("fee")) ?? fees[0];
  if (fees.length === 0) return undefined;
  return {
    button: t("operate.lower"),
    act: {
      title: t("operate.fees"),
      about: t("operate.feesAbout"),
      fields: (typed) => {
        const bps = chosen(typed)?.bps ?? 0;
        return [
          {
            kind: "one",
            look: "list",
            name: "fee",
            label: t("operate.fee"),
            options: fees.map((fee) => ({ value: String(fee.at), text: `${fee.label}, ${bpsText(fee.bps)}` })),
          },
          { kind: "percent", name: "percent", label: t("operate.percent"), most: bps - 1, refused: t("operate.badPercent", { most: bpsText(bps) }) },
        ];
      },
      command: (typed) => {
        const [fee, bps] = [chosen(typed), typed.number("percent")];
        return commandOf(caller, fee === undefined || bps === undefined ? undefined : { deed: "LowerFees", fee: fee.at, bps });
      },
    },
  };
}

function createMiner(rehearsal: boolean, caller: Caller): Deed {
  const { t } = caller;
  const sizes = SIZES.filter(({ small }) => small === rehearsal);
  return {
    button: t("operate.createAct"),
    act: {
      title: t("operate.create"),
      about: t("operate.createAbout"),
      fields: () => [
        { kind: "address", name: "worker", label: t("miner.field.worker") },
        { kind: "one", look: "list", name: "proof", label: t("operate.size"), options: sizes.map(({ proof, size }) => ({ value: String(proof), text: size })) },
        { kind: "amount", name: "amount", label: t("operate.deposit") },
      ],
      command: (typed) => {
        const [worker, amount] = [typed.text("worker"), typed.amount("amount")];
        const proof = sizes.find((one) => String(one.proof) === typed.text("proof"))?.proof;
        const whole =
          worker !== undefined && proof !== undefined && amount ? { deed: "CreateMiner" as const, worker, proof, amount: amount.toString() } : undefined;
        return commandOf(caller, whole);
      },
    },
  };
}

/** A miner that the actor owns already joins it, after its worker's key was approved. */
function adoptMiner(caller: Caller): Deed {
  const { t } = caller;
  return {
    button: t("operate.adoptAct"),
    act: {
      title: t("operate.adopt"),
      about: t("operate.adoptAbout"),
      fields: () => [
        { kind: "address", name: "miner", label: t("operate.found") },
        { kind: "address", name: "worker", label: t("miner.field.worker") },
      ],
      command: (typed) => {
        const miner = typed.text("miner");
        return commandOf(caller, miner === undefined ? undefined : { deed: "AdoptMiner", miner });
      },
    },
    before: {
      button: t("operate.consent"),
      command: (typed) => {
        const [miner, worker] = [typed.text("miner"), typed.text("worker")];
        return commandOf(caller, miner === undefined || worker === undefined ? undefined : { deed: "ApproveAdoption", miner, worker });
      },
    },
  };
}

function leave(caller: Caller): Deed {
  const { t } = caller;
  return {
    button: t("operate.leaveAct"),
    danger: true,
    act: { title: t("operate.leave"), about: t("operate.leaveAbout"), fields: () => [], command: () => commandOf(caller, { deed: "SetLeaving" }) },
  };
}

function convertJunior(caller: Caller): Deed {
  const { t } = caller;
  return {
    button: t("operate.convertAct"),
    act: {
      title: t("operate.convert"),
      about: t("operate.convertAbout"),
      fields: () => [{ kind: "id", name: "token", label: t("operate.token"), refused: t("operate.badNumber") }],
      command: (typed) => {
        const token = typed.text("token");
        return commandOf(caller, token === undefined ? undefined : { deed: "ConvertJunior", token });
      },
    },
  };
}

function reportOverExtension(owner: OwnerView, caller: Caller): Deed {
  const { t, dated } = caller;
  const miners = owner.miners.map(({ miner }) => ({ value: miner.address, text: miner.address }));
  return {
    button: t("operate.reportAct"),
    act: {
      title: t("operate.report"),
      about: t("operate.reportAbout", { epoch: dated(owner.terms.lastExpiration) }),
      fields: () => [
        { kind: "one", look: "list", name: "miner", label: t("operate.miner"), options: miners },
        { kind: "id", name: "sector", label: t("operate.sector"), refused: t("operate.badNumber") },
      ],
      command: (typed) => {
        const [miner, sector] = [typed.text("miner"), typed.text("sector")];
        return commandOf(caller, miner === undefined || sector === undefined ? undefined : { deed: "ReportOverExtension", miner, sector });
      },
    },
  };
}
