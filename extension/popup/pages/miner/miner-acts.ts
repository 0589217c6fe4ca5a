import type { MinerView } from "../../../shared/miner-views.ts";
import { linesOf, type Act, type ActField, type Typed, type Words } from "../../acts/act.ts";
import { shortAddress } from "../../format/address-text.ts";
import type { ReviewCommand } from "../../review.ts";

/** What accounts of this wallet can do with a miner, and the right that each takes. */
const RIGHTS = {
  withdraw: "withdraw",
  worker: "changeWorker",
  confirmWorker: "confirmWorker",
  owner: "proposeOwner",
  stop: "stopProposal",
  confirmOwner: "confirmOwner",
  beneficiary: "changeBeneficiary",
  returnBeneficiary: "returnBeneficiary",
  confirmBeneficiary: "confirmBeneficiary",
  repay: "repayDebt",
} as const satisfies Record<string, keyof MinerView["senders"]>;
export type MinerActName = keyof typeof RIGHTS;

/** Accounts that the miner lets do it, the likeliest first. */
export const sendersOf = (name: MinerActName, miner: MinerView): readonly string[] => miner.senders[RIGHTS[name]];

/** Control addresses that a miner can have (builtin-actors, MAX_CONTROL_ADDRESSES). */
const MOST_CONTROLS = 10;

/** Acts that ask for nothing but whose right is used, where more than one account has it. */
const COMMANDS = {
  confirmWorker: "miner.confirmWorker",
  stop: "miner.stopProposal",
  confirmOwner: "miner.confirmOwner",
  returnBeneficiary: "miner.returnBeneficiary",
  confirmBeneficiary: "miner.confirmBeneficiary",
  repay: "miner.repayDebt",
} as const;
type PlainActName = keyof typeof COMMANDS;
const isPlain = (name: MinerActName): name is PlainActName => name in COMMANDS;

/** The command of an act that asks for nothing, when one account has the right; undefined when there is something to choose or to read first. */
export function commandAtOnce(name: MinerActName, miner: MinerView): ReviewCommand | undefined {
  const [from, ...others] = sendersOf(name, miner);
  if (!isPlain(name) || name === "returnBeneficiary" || from === undefined || others.length > 0) return undefined;
  return { name: COMMANDS[name], body: { miner: miner.address, from } };
}

export function minerAct(name: MinerActName, miner: MinerView, t: Words): Act {
  const senders = sendersOf(name, miner);
  const { fields, command } = askingOf(name, miner, t);
  const sender: ActField = {
    kind: "one",
    look: "list",
    name: "from",
    label: t("miner.signedBy"),
    options: senders.map((address) => ({ value: address, text: shortAddress(address) })),
  };
  return {
    title: t(`miner.act.${name}`),
    about: t(`miner.about.${name}`),
    fields: (typed) => [...fields(typed), ...(senders.length > 1 ? [sender] : [])],
    command: (typed) => command(typed, { miner: miner.address, from: typed.text("from") ?? senders[0] ?? "" }),
  };
}

function askingOf(name: MinerActName, miner: MinerView, t: Words): Asking {
  if (isPlain(name)) return { fields: () => [], command: (_typed, subject) => ({ name: COMMANDS[name], body: subject }) };
  switch (name) {
    case "withdraw":
      return withdraw(t);
    case "worker":
      return changeWorker(miner, t);
    case "owner":
      return proposeOwner(t);
    case "beneficiary":
      return changeBeneficiary(miner, t);
  }
}

type Subject = { readonly miner: string; readonly from: string };
type Asking = Pick<Act, "fields"> & { readonly command: (typed: Typed, subject: Subject) => ReviewCommand | undefined };

function proposeOwner(t: Words): Asking {
  return {
    fields: () => [{ kind: "address", name: "owner", label: t("miner.field.owner") }],
    command: (typed, subject) => {
      const owner = typed.text("owner");
      return owner === undefined ? undefined : { name: "miner.proposeOwner", body: { ...subject, owner } };
    },
  };
}

function withdraw(t: Words): Asking {
  const options = [
    { value: "all", text: t("miner.everything") },
    { value: "part", text: t("miner.part") },
  ];
  return {
    fields: (typed) => [
      { kind: "one", look: "switch", name: "how", label: t("miner.act.withdraw"), options },
      ...(typed.text("how") === "part" ? [{ kind: "amount" as const, name: "amount", label: t("miner.amount") }] : []),
    ],
    command: (typed, subject) => {
      if (typed.text("how") === "all") return { name: "miner.withdraw", body: { ...subject, amount: null } };
      const amount = typed.amount("amount");
      return amount ? { name: "miner.withdraw", body: { ...subject, amount: amount.toString() } } : undefined;
    },
  };
}

function changeWorker(miner: MinerView, t: Words): Asking {
  return {
    fields: () => [
      { kind: "address", name: "worker", label: t("miner.field.worker"), start: miner.worker.robust ?? miner.worker.address },
      {
        kind: "text",
        name: "controls",
        label: t("miner.controlKeys"),
        aside: t("miner.controlsMost"),
        hint: t("miner.controlsHint"),
        rows: 4,
        start: miner.controls.map(({ address }) => address).join("\n"),
      },
    ],
    command: (typed, subject) => {
      const [worker, controls] = [typed.text("worker"), linesOf(typed.text("controls"))];
      return worker === undefined || controls.length > MOST_CONTROLS ? undefined : { name: "miner.changeWorker", body: { ...subject, worker, controls } };
    },
  };
}

function changeBeneficiary(miner: MinerView, t: Words): Asking {
  return {
    fields: () => [
      { kind: "address", name: "beneficiary", label: t("miner.field.beneficiary") },
      { kind: "amount", name: "quota", label: t("miner.quota") },
      { kind: "epoch", name: "expiration", label: t("miner.expiration"), aside: t("miner.nowEpoch", { epoch: miner.epoch }) },
    ],
    command: (typed, subject) => {
      const [beneficiary, quota, expiration] = [typed.text("beneficiary"), typed.amount("quota"), typed.number("expiration")];
      if (beneficiary === undefined || !quota || expiration === undefined) return undefined;
      return { name: "miner.changeBeneficiary", body: { ...subject, beneficiary, quota: quota.toString(), expiration } };
    },
  };
}
