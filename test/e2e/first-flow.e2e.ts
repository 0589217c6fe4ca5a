import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TestDevnet } from "./devnet.ts";
import { Session, until } from "./session.ts";
import { approve, createRehearsalWallet } from "./wallet-steps.ts";

const FIL = 10n ** 18n;

describe("the first flow", () => {
  let devnet: TestDevnet;
  let session: Session;
  beforeAll(async () => {
    devnet = await TestDevnet.start();
    session = await Session.open();
  });
  afterAll(async () => {
    await session?.close();
    await devnet?.close();
  });

  it("creates a rehearsal wallet, shows its balance and sends 1 FIL after an approval", async () => {
    const page = await createRehearsalWallet(session, devnet.port);
    await page.getByText("100,000").first().waitFor();
    const to = devnet.node.accounts[1]?.address ?? "";
    const before = await devnet.balance(to);
    await page.getByRole("link", { name: "Send" }).click();
    await page.getByLabel(/^To/).fill(to);
    await page.getByLabel(/^Amount/).fill("1");
    await page.getByRole("button", { name: "Review" }).click();
    await approve(page);
    await until("the receiver's balance to grow by 1 FIL", async () => (await devnet.balance(to)) === before + FIL);
    expect(await devnet.balance(to)).toBe(before + FIL);
  });
});
