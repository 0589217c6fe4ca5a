/** A scenario with an owner actor in it, written step by step: who calls what, and what it must end with. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { encodeParams, encodeStruct } from "../../../actor/abi/codec.ts";
import { METHOD_NUMBERS, type OwnerMethodName, type OwnerMethods } from "../../../actor/abi/methods.generated.ts";
import { Address } from "../../../filecoin/address.ts";
import { encodeAmount } from "../../../filecoin/amount.ts";
import { toHex } from "../../../filecoin/bytes.ts";
import { type CborValue, encodeCbor } from "../../../filecoin/cbor.ts";
import { methodNumber } from "../../../filecoin/frc42.ts";
import { blsPublicKey, delegatedAddressOf, secp256k1PublicKey } from "../../../filecoin/signature.ts";
import { type ActorId, type AttoFil, actorId, epoch } from "../../../filecoin/units.ts";
import { REPOSITORY } from "../../../scripts/build-actor.ts";
import { compiledWasm } from "../../sdk/compiled-actor.ts";
import { ownerWasm } from "../../owner/owner-wasm.ts";
import { type Terms, defaultTerms, fil } from "../../owner/terms.ts";
import type { ScenarioActor, ScenarioMessage } from "../scenario.ts";

/** The accounts of every script, in the order of their ids. `bls` and `eth` sign in other ways than the rest. */
const NAMES = ["operator", "alice", "bob", "carol", "stranger", "minerOwner", "bls", "worker", "eth"] as const;
export type Name = (typeof NAMES)[number];
const BALANCE = fil(100_000);
/** attoFIL per gas; accounts offer a little more. */
const BASE_FEE = "100";
const FEE = { feeCap: "150", premium: "7" } as const;
/** With the real actors the scenario follows genesis.json, whose two accounts have 100 and 101. */
const AFTER_GENESIS = 2;
const FIRST_ID = 100;

export const OWNER = actorId(900);
const CODE = await ownerWasm();
const RECEIVER_CODE = await compiledWasm("test/actors/receiver.ts");

/** How a test actor (test/actors/receiver.ts) answers the receiver hook. */
export const MODE = { accepts: 0, refuses: 1, reenters: 2, burnsGas: 3, answers: 4 } as const;
/** Any method of a receiver sends its params [to, method, value, params] on, read-only if its number is odd. */
const FORWARD = 20_000_000;
const FORWARD_READ_ONLY = 20_000_001;

export const keyOf = (name: Name): Uint8Array => new Uint8Array(32).fill(NAMES.indexOf(name) + 21);

function addressOf(name: Name): Address {
  if (name === "bls" || name === "worker") return Address.bls(blsPublicKey(keyOf(name)));
  const key = secp256k1PublicKey(keyOf(name));
  return name === "eth" ? delegatedAddressOf(key) : Address.secp256k1(key);
}

interface ScriptOptions {
  /** Runs on the released built-in actors. */
  readonly real?: boolean;
  readonly terms?: Partial<Terms>;
  /** No owner actor yet. */
  readonly bare?: boolean;
}

interface CallOptions {
  readonly value?: bigint;
  /** Exit code it must end with; default 0. */
  readonly exit?: number;
  readonly note?: string;
  readonly gasLimit?: number;
  /** The actor that is called; default OWNER. */
  readonly to?: ActorId;
}

export class Script {
  now = 100_000;
  readonly #real: boolean;
  readonly #terms: Partial<Terms>;
  readonly #actors: ScenarioActor[] = [];
  readonly #messages: ScenarioMessage[] = [];

  constructor(
    readonly title: string,
    { real = false, terms = {}, bare = false }: ScriptOptions = {},
  ) {
    this.#real = real;
    this.#terms = terms;
    this.actor(OWNER);
    if (!bare) this.construct();
  }

  id(name: Name): ActorId {
    return actorId(FIRST_ID + (this.#real ? AFTER_GENESIS : 0) + NAMES.indexOf(name));
  }

  at(name: Name): Address {
    return Address.id(this.id(name));
  }

  /** The id that the next actor gets which Init creates, `later` actors after that. */
  nextId(later = 0): ActorId {
    return actorId(FIRST_ID + (this.#real ? AFTER_GENESIS : 0) + NAMES.length + later);
  }

  /** An actor of the owner actor's code, in the state from the beginning. */
  actor(id: ActorId): void {
    this.#actors.push({ id: Number(id), wasm: "owner.wasm", balance: "0" });
  }

  /** A test actor that answers the receiver hook; when it re-enters, it calls `method` of the owner actor. */
  receiver<M extends OwnerMethodName>(id: ActorId, mode: number, method?: M, params?: OwnerMethods[M]["params"], balance: bigint = fil(1_000)): void {
    const inner = method === undefined ? new Uint8Array() : encodeParams(method, params as OwnerMethods[M]["params"]);
    this.#receiver(id, [mode, method === undefined ? 0 : METHOD_NUMBERS[method], inner, 0, 0], balance);
  }

  /** A test actor that returns the same bytes whatever it is asked. */
  answering(id: ActorId, answer: Uint8Array): void {
    this.#receiver(id, [MODE.answers, 0, answer, 0, 0], 0n);
  }

  #receiver(id: ActorId, state: CborValue[], balance: bigint): void {
    this.#actors.push({ id: Number(id), wasm: "receiver.wasm", state: toHex(encodeCbor(state)), balance: String(balance) });
  }

  /** An actor with the code of a built-in one and the state given. */
  builtin(id: ActorId, name: string, balance = 0n): void {
    this.#actors.push({ id: Number(id), builtin: name, balance: String(balance) });
  }

  wait(epochs: number): void {
    this.now += epochs;
  }

  terms(changes: Partial<Terms> = {}): Terms {
    return { ...defaultTerms({ operator: this.id("operator") }), ...this.#terms, ...changes };
  }

  construct(changes: Partial<Terms> = {}, options: CallOptions = {}): void {
    this.init(encodeParams("Constructor", { terms: this.terms(changes) }), options);
  }

  /** The constructor as Init calls it. */
  init(params: Uint8Array, { to = OWNER, exit = 0, note = "", value = 0n }: CallOptions = {}): void {
    this.send({
      name: `Constructor${note}`,
      from: "f01",
      to: `f0${to}`,
      method: 1,
      params: toHex(params),
      implicit: true,
      exitCode: exit,
      value: String(value),
    });
  }

  heir(to: ActorId, predecessor: ActorId, options: CallOptions = {}): void {
    this.init(encodeStruct("Heir", { predecessor: Address.id(predecessor) }), { ...options, to, note: ` of an heir${options.note ?? ""}` });
  }

  /** Calls the owner actor as somebody's message. */
  call<M extends OwnerMethodName>(who: Name, method: M, params: OwnerMethods[M]["params"], options: CallOptions = {}): void {
    this.bytes(who, method, encodeParams(method, params), options);
  }

  /** The same with any bytes as params; `exit` null = whatever the machines agree on. */
  bytes(who: Name, method: OwnerMethodName, params: Uint8Array, options: Omit<CallOptions, "exit"> & { readonly exit?: number | null } = {}): void {
    const { value = 0n, exit = 0, note = "", gasLimit, to = OWNER } = options;
    this.send({
      name: `${method}${note === "" ? "" : `: ${note}`}`,
      from: addressOf(who).toString(),
      to: `f0${to}`,
      method: METHOD_NUMBERS[method],
      params: toHex(params),
      value: String(value),
      watch: [`f0${to}`, addressOf(who).toString()],
      ...(exit === null ? {} : { exitCode: exit }),
      ...(gasLimit === undefined ? {} : { gasLimit }),
    });
  }

  /** Has a test actor call the owner actor. */
  through<M extends OwnerMethodName>(receiver: ActorId, method: M, params: OwnerMethods[M]["params"], options: CallOptions = {}): void {
    this.#forward(receiver, FORWARD, method, encodeParams(method, params), options);
  }

  /** The same in a read-only call. */
  readOnly(receiver: ActorId, method: OwnerMethodName, params: Uint8Array, exit?: number): void {
    this.#forward(receiver, FORWARD_READ_ONLY, method, params, { note: "read-only" }, exit ?? null);
  }

  #forward(
    receiver: ActorId,
    number: number,
    method: OwnerMethodName,
    params: Uint8Array,
    options: CallOptions,
    exit: number | null = options.exit ?? 0,
  ): void {
    const { value = 0n, note = "", gasLimit } = options;
    this.send({
      name: `${method} by f0${receiver}${note === "" ? "" : `: ${note}`}`,
      from: addressOf("stranger").toString(),
      to: `f0${receiver}`,
      method: number,
      params: toHex(encodeCbor([Number(OWNER), METHOD_NUMBERS[method], encodeAmount(value), params])),
      watch: [`f0${OWNER}`, `f0${receiver}`],
      ...(exit === null ? {} : { exitCode: exit }),
      ...(gasLimit === undefined ? {} : { gasLimit }),
    });
  }

  /** A message to any actor; `method` by number or by exported name. */
  message(who: Name, to: string, method: number | string, params: CborValue | null, options: CallOptions = {}): void {
    const { value = 0n, exit = 0, note = "" } = options;
    this.send({
      name: `${String(method)} of ${to}${note === "" ? "" : `: ${note}`}`,
      from: addressOf(who).toString(),
      to,
      method: typeof method === "string" ? methodNumber(method) : method,
      params: params === null ? "" : toHex(encodeCbor(params)),
      value: String(value),
      watch: [to],
      exitCode: exit,
    });
  }

  /** A block reward, as the system pays it. */
  award(miner: ActorId, wins: number, penalty = 0n): void {
    const params = encodeCbor([Address.id(miner).bytes, encodeAmount(penalty), encodeAmount(0n), wins]);
    this.send({ name: `award f0${miner}`, from: "f00", to: "f02", method: 2, params: toHex(params), implicit: true, gasLimit: 100_000_000_000, exitCode: 0 });
  }

  send(message: ScenarioMessage): void {
    this.#messages.push({ ...message, ...(message.implicit === true ? {} : FEE), epoch: this.now });
  }

  // ---- what many scripts do

  open(amount: AttoFil = fil(50_000)): void {
    this.call("operator", "OpenDeposits", { amount, until: epoch(90_000_000) });
  }

  deposit(who: Name, amount: bigint, options: CallOptions = {}): void {
    this.call(who, "Deposit", {}, { ...options, value: amount });
  }

  /** Writes the scenario and the code it names into a folder. */
  write(folder: string, name: string): void {
    const file = join(folder, this.#real ? "bundle" : "", `${name}.json`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(join(dirname(file), "owner.wasm"), CODE);
    writeFileSync(join(dirname(file), "receiver.wasm"), RECEIVER_CODE);
    const genesis = relative(dirname(file), join(REPOSITORY, "test/reference/scenarios/bundle/genesis.json"));
    const scenario = {
      title: this.title,
      ...(this.#real ? { before: genesis } : {}),
      network: { baseFee: BASE_FEE },
      accounts: NAMES.map((who) => ({ address: addressOf(who).toString(), balance: String(BALANCE) })),
      actors: this.#actors,
      messages: this.#messages,
    };
    writeFileSync(file, `${JSON.stringify(scenario, null, 1)}\n`);
  }
}
