import { expect, it } from "vitest";
import { kept } from "./kept.ts";

it("makes a thing once, and again only after it could not be made", async () => {
  let made = 0;
  const get = kept(async () => {
    made += 1;
    if (made === 1) throw new Error("the disk is away");
    return made;
  });
  await expect(get()).rejects.toThrow("the disk is away");
  expect(await Promise.all([get(), get()])).toEqual([2, 2]);
  expect(await get()).toBe(2);
});
