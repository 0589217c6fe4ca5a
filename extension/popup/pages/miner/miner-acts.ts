import type { MinerView } from "../../../shared/miner-views.ts";
import { linesOf, type Act, type Words } from "../../acts/act.ts";

/** What the owner of a miner can do with it in a dialog. */
export type MinerActName = "withdraw" | "worker" | "owner" | "beneficiary";

/** Control addresses that a miner can have (builtin-actors, MAX_CONTROL_ADDRESSES). */
const MOST_CONTROLS = 10;

/** `from`: the account that the message is sent from. */
export function minerAct(name: MinerActName, miner: MinerView, from: string, t: Words): Act {
  const words = { title: t(`miner.act.${name}`), about: t(`miner.about.${name}`) };
  const subject = { miner: miner.address, from };
  switch (name) {
    case "withdraw":
      return { ...words, ...withdraw(subject, t) };
    case "worker":
      return { ...words, ...changeWorker(miner, subject, t) };
    case "owner":
      return {
        ...words,
        fields: () => [{ kind: "address", name: "owner", label: t("miner.field.owner") }],
        command: (typed) => {
          const owner = typed.text("owner");
          return owner === undefined ? undefined : { name: "miner.proposeOwner", body: { ...subject, owner } };
        },
      };
    case "beneficiary":
      return { ...words, ...changeBeneficiary(miner, subject, t) };
  }
}

type Subject = { readonly miner: string; readonly from: string };
type Asking = Pick<Act, "fields" | "command">;

function withdraw(subject: Subject, t: Words): Asking {
  const options = [
    { value: "all", text: t("miner.everything") },
    { value: "part", text: t("miner.part") },
  ];
  return {
    fields: (typed) => [
      { kind: "one", look: "switch", name: "how", label: t("miner.act.withdraw"), options },
      ...(typed.text("how") === "part" ? [{ kind: "amount" as const, name: "amount", label: t("miner.amount") }] : []),
    ],
    command: (typed) => {
      if (typed.text("how") === "all") return { name: "miner.withdraw", body: { ...subject, amount: null } };
      const amount = typed.amount("amount");
      return amount ? { name: "miner.withdraw", body: { ...subject, amount: amount.toString() } } : undefined;
    },
  };
}

function changeWorker(miner: MinerView, subject: Subject, t: Words): Asking {
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
    command: (typed) => {
      const [worker, controls] = [typed.text("worker"), linesOf(typed.text("controls"))];
      return worker === undefined || controls.length > MOST_CONTROLS ? undefined : { name: "miner.changeWorker", body: { ...subject, worker, controls } };
    },
  };
}

function changeBeneficiary(miner: MinerView, subject: Subject, t: Words): Asking {
  return {
    fields: () => [
      { kind: "address", name: "beneficiary", label: t("miner.field.beneficiary") },
      { kind: "amount", name: "quota", label: t("miner.quota") },
      { kind: "number", name: "expiration", label: t("miner.expiration"), aside: t("miner.nowEpoch", { epoch: miner.epoch }) },
    ],
    command: (typed) => {
      const [beneficiary, quota, expiration] = [typed.text("beneficiary"), typed.amount("quota"), typed.number("expiration")];
      if (beneficiary === undefined || !quota || expiration === undefined) return undefined;
      return { name: "miner.changeBeneficiary", body: { ...subject, beneficiary, quota: quota.toString(), expiration } };
    },
  };
}
