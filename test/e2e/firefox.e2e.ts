import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildFirefox, GECKO_ID } from "../../scripts/build-firefox.ts";
import { root } from "../../scripts/root.ts";
import { TestDevnet } from "./devnet.ts";
import { findFirefox, Firefox } from "./firefox.ts";
import { until } from "./session.ts";
import { PASSWORD } from "./wallet-steps.ts";

const FIL = 10n ** 18n;
const file = findFirefox();
const button = (text: string): string => `//button[starts-with(normalize-space(), '${text}')][not(@disabled)]`;
const field = (label: string): string => `//*[@id=//label[starts-with(normalize-space(), '${label}')]/@for]`;
const heading = (text: string): string => `//h1[normalize-space()='${text}']`;

// Without a Firefox on the machine this is skipped, which the test run says.
describe.skipIf(file === undefined)("in Firefox, the extension", () => {
  let devnet: TestDevnet;
  let firefox: Firefox;
  let origin: string;
  beforeAll(async () => {
    devnet = await TestDevnet.start();
    firefox = await Firefox.open(file as string);
    origin = await firefox.install(buildFirefox(root), GECKO_ID);
  });
  afterAll(async () => {
    await firefox?.close();
    await devnet?.close();
  });

  it("makes a rehearsal wallet, sends 1 FIL after a review, locks and unlocks", async () => {
    await firefox.go(`${origin}/extension/popup/tab.html?devnet=${devnet.port}`);
    await firefox.click(button("Rehearse on the devnet"));
    await firefox.tab("secret.html");
    await firefox.type(field("Password"), PASSWORD);
    await firefox.type(field("The same again"), PASSWORD);
    await firefox.click(button("Create rehearsal wallet"));
    await firefox.find(heading("Rehearsal wallet ready"));
    await firefox.tab("tab.html");
    await firefox.find(heading("Home"));
    await firefox.find("//*[contains(@class, 'amount--big')][contains(., '100,000')]");

    const to = devnet.node.accounts[1]?.address ?? "";
    const before = await devnet.balance(to);
    await firefox.click("//main//a[normalize-space()='Send']");
    await firefox.type(field("To"), to);
    await firefox.type(field("Amount"), "1");
    await firefox.click(button("Review"));
    await approve(firefox);
    await until("the receiver's balance to grow by 1 FIL", async () => (await devnet.balance(to)) === before + FIL);

    await firefox.click("//aside//button[normalize-space()='Lock']");
    await firefox.find(heading("Unlock FIL Peggy"));
    await firefox.type(field("Password"), PASSWORD);
    await firefox.click(button("Unlock"));
    // Where one was before.
    await firefox.find("//aside//button[normalize-space()='Lock']");
    expect(await devnet.balance(to)).toBe(before + FIL);
  });
});

/** On an open approval: the word instead of the hold, what has to be typed, and the button. */
async function approve(firefox: Firefox): Promise<void> {
  const consent = "//*[contains(concat(' ', @class, ' '), ' consent ')]";
  await firefox.find(consent);
  const instead = `${consent}${button("Type a word instead of holding")}`;
  if (await firefox.has(instead)) {
    await firefox.click(instead);
    const word = await firefox.text(`${consent}//*[contains(@class, 'hold-field')]//b[contains(@class, 'mono')]`);
    await firefox.type(`${consent}//*[contains(@class, 'hold-field')]//input`, word);
  }
  const secret = `${consent}//input[@type='password']`;
  if (await firefox.has(secret)) await firefox.type(secret, PASSWORD);
  const confirm = `(${consent}//*[contains(@class, 'actions')]/button[contains(@class, 'btn--large')])[last()]`;
  await until("the approval to be consumed", async () => {
    if (!(await firefox.has(confirm))) return true;
    await firefox.click(confirm);
    return false;
  });
}
