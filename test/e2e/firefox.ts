import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "./session.ts";

/**
 * A real Firefox with the extension, driven by Marionette, the remote protocol that every Firefox has: commands and answers are JSON arrays with their length before
 * them (firefox-source-docs.mozilla.org/testing/marionette/Protocol.html).
 */

/** What WebDriver calls an element on the wire. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const NAMES = ["/usr/bin/firefox-esr", "/usr/bin/firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"];

/** The machine's Firefox: FIREFOX_PATH, else the system's; undefined when there is none. */
export const findFirefox = (): string | undefined => process.env["FIREFOX_PATH"] ?? NAMES.find((file) => existsSync(file));

type Answer = [1, number, { error: string; message: string } | null, { value?: unknown } & Record<string, unknown>];

export class Firefox {
  #bytes = Buffer.alloc(0);
  #next = 1;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();

  private constructor(
    private readonly process: ChildProcess,
    private readonly profile: string,
    private readonly socket: Socket,
  ) {
    socket.on("data", (data: Buffer) => this.#take(data));
  }

  static async open(file: string): Promise<Firefox> {
    const profile = mkdtempSync(join(tmpdir(), "fil-peggy-firefox-"));
    // Any free port; it is then written into the profile.
    writeFileSync(join(profile, "user.js"), 'user_pref("marionette.port", 0);\nuser_pref("datareporting.policy.dataSubmissionEnabled", false);\n');
    const child = spawn(file, ["--headless", "--marionette", "--remote-allow-system-access", "--no-remote", "--profile", profile], { stdio: "ignore" });
    const portFile = join(profile, "MarionetteActivePort");
    const port = await until("Firefox' port", () => existsSync(portFile) && Number(readFileSync(portFile, "utf8")));
    const socket = connect({ host: "127.0.0.1", port });
    const firefox = new Firefox(child, profile, socket);
    await firefox.#send("WebDriver:NewSession", {});
    return firefox;
  }

  /** Installs the unpacked extension until Firefox ends; the origin that this installation got. */
  async install(folder: string, id: string): Promise<string> {
    await this.#send("Addon:Install", { path: folder, temporary: true });
    await this.#send("Marionette:SetContext", { value: "chrome" });
    const uuids = await this.run<string>("return Services.prefs.getStringPref('extensions.webextensions.uuids')");
    await this.#send("Marionette:SetContext", { value: "content" });
    return `moz-extension://${(JSON.parse(uuids) as Record<string, string>)[id]}`;
  }

  async go(url: string): Promise<void> {
    await this.#send("WebDriver:Navigate", { url });
  }

  /** Runs a function's body in the page, with `arguments`. */
  async run<T>(script: string, ...args: unknown[]): Promise<T> {
    return (await this.#send("WebDriver:ExecuteScript", { script, args, sandbox: null })) as T;
  }

  /** The element of an XPath, waited for. */
  async find(xpath: string): Promise<string> {
    return until(`an element ${xpath}`, () => this.#look(xpath));
  }

  async has(xpath: string): Promise<boolean> {
    return (await this.#look(xpath)) !== undefined;
  }

  async click(xpath: string): Promise<void> {
    const id = await this.find(xpath);
    await until(`a click on ${xpath}`, async () => this.#tried("WebDriver:ElementClick", { id }));
  }

  async type(xpath: string, text: string): Promise<void> {
    await this.#send("WebDriver:ElementSendKeys", { id: await this.find(xpath), text });
  }

  async text(xpath: string): Promise<string> {
    return (await this.#send("WebDriver:GetElementText", { id: await this.find(xpath) })) as string;
  }

  /** Goes on in the tab whose address has this in it. */
  async tab(part: string): Promise<void> {
    await until(`a tab at ${part}`, async () => {
      for (const handle of (await this.#send("WebDriver:GetWindowHandles", {})) as string[]) {
        await this.#send("WebDriver:SwitchToWindow", { handle, focus: true });
        if (String(await this.#send("WebDriver:GetCurrentURL", {})).includes(part)) return true;
      }
      return false;
    });
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.socket.destroy();
    this.process.kill("SIGKILL");
    await ended;
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  async #look(xpath: string): Promise<string | undefined> {
    const found = await this.#answer("WebDriver:FindElements", { using: "xpath", value: xpath });
    const [first] = found as unknown as Record<string, string>[];
    return first?.[ELEMENT];
  }

  /** False for a command that Firefox refuses now, such as a click on what is covered. */
  async #tried(name: string, params: object): Promise<boolean> {
    try {
      await this.#send(name, params);
      return true;
    } catch (error) {
      if (error instanceof CommandRefused) return false;
      throw error;
    }
  }

  async #send(name: string, params: object): Promise<unknown> {
    const result = (await this.#answer(name, params)) as { value?: unknown } | unknown[];
    return Array.isArray(result) ? result : result.value;
  }

  #answer(name: string, params: object): Promise<unknown> {
    const id = this.#next++;
    const text = JSON.stringify([0, id, name, params]);
    this.socket.write(`${Buffer.byteLength(text)}:${text}`);
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  #take(data: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, data]);
    for (;;) {
      const colon = this.#bytes.indexOf(":");
      const length = Number(this.#bytes.subarray(0, Math.max(colon, 0)).toString());
      if (colon < 0 || this.#bytes.length < colon + 1 + length) return;
      const message = JSON.parse(this.#bytes.subarray(colon + 1, colon + 1 + length).toString()) as Answer | object;
      this.#bytes = this.#bytes.subarray(colon + 1 + length);
      if (Array.isArray(message)) this.#settle(message as Answer);
    }
  }

  #settle([, id, error, result]: Answer): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === null) waiting?.resolve(result);
    else waiting?.reject(new CommandRefused(`${error.error}: ${error.message}`));
  }
}

/** Firefox said no to a command. */
class CommandRefused extends Error {
  override readonly name = "CommandRefused";
}
