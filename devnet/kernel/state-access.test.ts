import { expect, test } from "vitest";
import { actorId } from "../../filecoin/units.ts";
import { StateAccess } from "./state-access.ts";

const A = actorId(101);
const B = actorId(102);

test("singletons are paid for", () => {
  const access = new StateAccess();
  for (const id of [0, 1, 4, 7, 10, 99]) expect(access.isUpdated(actorId(id)), String(id)).toBe(true);
  for (const id of [8, 9, 11, 98, 100]) expect(access.isRead(actorId(id)), String(id)).toBe(false);
});

test("what a reverted layer paid first is forgotten, what a committed one paid stays", () => {
  const access = new StateAccess();
  access.begin();
  access.recordRead(A);
  access.end(false);
  access.begin();
  access.recordUpdate(A);
  access.recordRead(B);
  access.end(true);
  expect([access.isRead(A), access.isUpdated(A), access.isRead(B)]).toEqual([true, false, false]);
});

test("a read after an update changes nothing", () => {
  const access = new StateAccess();
  access.recordUpdate(A);
  access.recordRead(A);
  expect(access.isUpdated(A)).toBe(true);
});
