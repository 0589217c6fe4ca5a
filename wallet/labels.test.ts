import { expect, it } from "vitest";
import { withLabels, withoutLabels } from "./labels.ts";
import { addressOf, amountOf, say } from "./phrase.ts";

const sentence = say("sentence.send", { to: addressOf("t0100", "Cold storage"), amount: amountOf(1n) });
const view = {
  sentence,
  parties: [{ role: "to", forms: { address: "t0100", id: "t0100", label: "Cold storage", own: false } }],
  fields: [{ label: "owner", value: "t0100", address: null }],
};

it("labels go at any depth and come back at the addresses they belong to; other labels stay", () => {
  const bare = withoutLabels(view);
  expect(JSON.stringify(bare)).not.toContain("Cold storage");
  expect(bare.fields[0]?.label).toBe("owner");
  expect(withLabels(bare, (address) => (address === "t0100" ? "Cold storage" : null))).toEqual(view);
  expect(withLabels(bare, () => "Other").parties[0]?.forms.label).toBe("Other");
});
