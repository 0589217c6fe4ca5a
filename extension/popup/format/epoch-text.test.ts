import { afterEach, describe, expect, it } from "vitest";
import { epochText, knowsTimes, showTimesOf } from "./epoch-text.ts";

/** Epoch 1,000 at noon of 15 March 2091 in the reader's own time zone. */
const noon = new Date(2091, 2, 15, 12, 0).getTime();

describe("an epoch with its date", () => {
  afterEach(() => showTimesOf(undefined));

  it("is the epoch alone while no node has named a head", () => {
    expect(epochText(9_000_000, "en")).toBe("9,000,000");
    expect(knowsTimes()).toBe(false);
  });

  it("takes the moment from the network's clock, before and after the head", () => {
    showTimesOf({ epoch: 1_000, time: noon, epochSeconds: 30 });
    expect(knowsTimes()).toBe(true);
    expect(epochText(1_120, "en")).toBe("1,120 (Mar 15, 2091 13:00)");
    expect(epochText(880, "en")).toBe("880 (Mar 15, 2091 11:00)");
  });

  it("follows the pace of the network", () => {
    showTimesOf({ epoch: 1_000, time: noon, epochSeconds: 1 });
    expect(epochText(4_600, "en")).toBe("4,600 (Mar 15, 2091 13:00)");
  });

  it("takes the moment that the worker names over its own", () => {
    showTimesOf({ epoch: 1_000, time: noon, epochSeconds: 30 });
    expect(epochText(1_120, "en", noon)).toBe("1,120 (Mar 15, 2091 12:00)");
  });

  it("stands alone where no calendar date can hold the moment", () => {
    showTimesOf({ epoch: 1_000, time: noon, epochSeconds: 30 });
    expect(epochText(2n ** 63n - 1n, "en")).toBe("9,223,372,036,854,775,807");
    expect(epochText(-(2n ** 63n), "en")).toBe("-9,223,372,036,854,775,808");
    expect(epochText(2 ** 50, "en")).toBe("1,125,899,906,842,624");
  });
});
