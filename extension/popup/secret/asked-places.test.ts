import { describe, expect, it } from "vitest";
import { askedPlaces, tidyWords } from "./asked-places.ts";

describe("words asked back", () => {
  it("asks different places in order, within the list", () => {
    for (let run = 0; run < 50; run++) {
      const places = askedPlaces(12);
      expect(new Set(places).size).toBe(3);
      expect([...places].sort((a, b) => a - b)).toEqual(places);
      expect(places.every((place) => place >= 1 && place <= 12)).toBe(true);
    }
  });

  it("reads a pasted list with numbers, commas and line ends", () => {
    expect(tidyWords(" 1. Harbor\n2) velvet,  cradle ")).toEqual(["harbor", "velvet", "cradle"]);
  });
});
