import type { OwnerView } from "../../../shared/owner-views.ts";
import type { ReviewCommand } from "../../review.ts";
import { linesOf, type Act, type Words } from "../../acts/act.ts";

type Custody = OwnerView["miners"][number];
/** What is done with an owner actor in a dialog: at one of its miners, or with its pool. */
export type OwnerDialog = { readonly kind: "forward" | "recall" | "changeWorker"; readonly miner: Custody } | { readonly kind: "room" | "junior" };

const EPOCHS_A_DAY = 2_880;
/** Days for which room is opened unless another number is typed. */
const USUAL_DAYS = "30";

/** `from`: the account that the message is sent from; undefined while there is none. */
export function ownerAct(dialog: OwnerDialog, owner: OwnerView, from: string | undefined, t: Words): Act {
  const words = { title: t(`owner.act.${dialog.kind}`), about: t(`owner.about.${dialog.kind}`) };
  if (from === undefined) return { ...words, fields: () => [], command: () => undefined };
  const subject = { actor: owner.address, from };
  switch (dialog.kind) {
    case "room":
      return { ...words, ...openRoom(owner, subject, t) };
    case "junior":
      return { ...words, ...amountOnly((amount) => ({ name: "owner.stakeJunior", body: { ...subject, amount } }), t) };
    case "recall": {
      const { miner, available } = dialog.miner;
      return { ...words, ...amountOnly((amount) => ({ name: "owner.recall", body: { ...subject, miner: miner.address, amount } }), t, available) };
    }
    case "forward":
      return { ...words, ...forward(owner, { ...subject, miner: dialog.miner.miner.address }, t) };
    case "changeWorker":
      return { ...words, ...changeWorker(dialog.miner, { ...subject, miner: dialog.miner.miner.address }, t) };
  }
}

type Asking = Pick<Act, "fields" | "command">;
interface Subject {
  readonly actor: string;
  readonly from: string;
}
interface AtMiner extends Subject {
  readonly miner: string;
}

function openRoom(owner: OwnerView, subject: Subject, t: Words): Asking {
  return {
    fields: () => [
      { kind: "amount", name: "amount", label: t("offer.amount") },
      { kind: "number", name: "days", label: t("owner.until"), aside: t("terms.days"), start: USUAL_DAYS, most: 9_999 },
    ],
    command: (typed) => {
      const [amount, days] = [typed.amount("amount"), typed.number("days")];
      if (amount === undefined || days === undefined) return undefined;
      return { name: "owner.openDeposits", body: { ...subject, amount: amount.toString(), until: owner.epoch + days * EPOCHS_A_DAY } };
    },
  };
}

function amountOnly(commandOf: (amount: string) => ReviewCommand, t: Words, most?: string): Asking {
  return {
    fields: () => [{ kind: "amount", name: "amount", label: t("offer.amount"), ...(most === undefined ? {} : { most }) }],
    command: (typed) => {
      const amount = typed.amount("amount");
      return amount ? commandOf(amount.toString()) : undefined;
    },
  };
}

function forward(owner: OwnerView, subject: AtMiner, t: Words): Asking {
  const attested = owner.pool.forwardAttested;
  return {
    fields: () => [
      { kind: "amount", name: "amount", label: t("offer.amount"), most: owner.pool.forwardable },
      ...(attested
        ? [
            {
              kind: "text" as const,
              name: "attestation",
              label: t("owner.attestation"),
              aside: t("owner.attestationForm"),
              hint: t("owner.attestationAbout"),
              rows: 4,
              maxLength: 4_000,
            },
          ]
        : []),
    ],
    command: (typed) => {
      const [amount, attestation] = [typed.amount("amount"), typed.text("attestation")];
      if (!amount || (attested && attestation === undefined)) return undefined;
      return { name: "owner.forward", body: { ...subject, amount: amount.toString(), attestation: attestation ?? null } };
    },
  };
}

function changeWorker(custody: Custody, subject: AtMiner, t: Words): Asking {
  return {
    fields: () => [
      { kind: "address", name: "worker", label: t("miner.field.worker"), start: custody.worker.robust ?? custody.worker.address },
      { kind: "text", name: "controls", label: t("miner.controlKeys"), rows: 4, start: custody.controls.map(({ address }) => address).join("\n") },
    ],
    command: (typed) => {
      const worker = typed.text("worker");
      return worker === undefined ? undefined : { name: "owner.changeWorker", body: { ...subject, worker, controls: linesOf(typed.text("controls")) } };
    },
  };
}
