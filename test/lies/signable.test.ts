import { expect, it } from "vitest";
import { actionForm } from "../../extension/shared/governance-views.ts";
import { operatorDeed } from "../../extension/shared/operator-deeds.ts";
import { questions } from "../../extension/shared/questions.ts";
import { replyOf } from "../../extension/shared/replies.ts";
import { FLOWS } from "./flows.ts";

/** What pages can have signed, by the wallet's own lists: whatever is new there needs a flow, which is lied about and carried out. */

const endsInApproval = (name: keyof typeof questions): boolean => {
  const reply = replyOf(name, { approvalId: "an approval" });
  return "body" in reply && typeof reply.body === "object" && "approvalId" in reply.body;
};
const reviews = (Object.keys(questions) as (keyof typeof questions)[]).filter(endsInApproval);

it("every message that ends in an approval has a flow", () => {
  expect(reviews.length).toBeGreaterThan(40);
  expect(reviews.filter((name) => !FLOWS.some(({ message }) => message === name))).toEqual([]);
});

it("every deed of an operator has a flow", () => {
  const deeds = operatorDeed.options.map(({ entries }) => entries.deed.literal);
  expect(deeds.filter((deed) => !FLOWS.some((flow) => flow.deed === deed))).toEqual([]);
});

it("every action that can be put to the vote has a flow", () => {
  const actions = actionForm.options.map(({ entries }) => entries.kind.literal);
  expect(actions.filter((action) => !FLOWS.some((flow) => flow.action === action))).toEqual([]);
});

it("no two flows have one name", () => {
  expect(new Set(FLOWS.map(({ name }) => name)).size).toBe(FLOWS.length);
});
