import { expect, it } from "vitest";
import { EMPTY_ARRAY_CID } from "../filecoin/cid.ts";
import { epoch } from "../filecoin/units.ts";
import { NodeBehind, ProofFailure } from "./proof/proof-failure.ts";
import { proven } from "./proof/proven.ts";
import { provenOrTold } from "./proven-or-told.ts";

const fact = proven(5, { key: [EMPTY_ARRAY_CID], height: epoch(1), stateRoot: EMPTY_ARRAY_CID, standing: "oneNode", nodes: ["a"] }, []);
const notAsked = (): Promise<never> => Promise.reject(new Error("the node was asked"));

it("what can be proven is not asked for", async () => {
  expect(await provenOrTold(() => Promise.resolve(fact), "a", notAsked)).toBe(fact);
});

it("what cannot be proven is told, with the reason", async () => {
  const pruned = (): Promise<never> => Promise.reject(new ProofFailure("missing", "gone"));
  expect(await provenOrTold(pruned, "a", () => Promise.resolve(7))).toEqual({ source: "told", value: 7, host: "a", why: "missing" });
});

it("where nodes contradict each other nothing is told, and a fault of the program is none of a node", async () => {
  await expect(provenOrTold(() => Promise.reject(new NodeBehind("b", 9)), "a", notAsked)).rejects.toBeInstanceOf(NodeBehind);
  await expect(provenOrTold(() => Promise.reject(new RangeError("fault")), "a", notAsked)).rejects.toBeInstanceOf(RangeError);
});
