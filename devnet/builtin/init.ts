/**
 * The init actor (f01): gives ids to addresses and creates actors. State: [address map HAMT, next id, network name,
 * link to the list of installed code]. As released, plus InstallCode (method 4) of the m2-native build: any Wasm a caller
 * brings becomes code that Exec accepts.
 * Source: builtin-actors actors/init; InstallCode from its branch experimental/fvm-m2.
 */
import { Address } from "../../filecoin/address.ts";
import { type CborValue, decodeCbor, TupleReader } from "../../filecoin/cbor.ts";
import { type Cid, cidKey, RAW } from "../../filecoin/cid.ts";
import { ExitCode } from "../../filecoin/exit-code.ts";
import { actorId, type ActorId } from "../../filecoin/units.ts";
import { type Block, ErrorNumber, type Runtime, SyscallError } from "../kernel/runtime.ts";
import { chargeLink, meteredStore } from "./gas-figures.ts";
import { Hamt } from "../state/hamt.ts";
import { actorOf, withParams } from "./dispatch.ts";
import { requireCallerIs } from "./caller.ts";
import { mustSucceed, trySend } from "./send.ts";
import { EAM_ACTOR, FIRST_FREE_ID, SYSTEM_ACTOR } from "./singletons.ts";
import { createState, getCbor, loadState, putCbor, saveState } from "./state-root.ts";

const CBOR_CODEC = 0x51;
const CONSTRUCTOR = 1;

interface InitState {
  readonly addressMap: Cid;
  readonly nextId: number;
  readonly networkName: string;
  readonly installed: Cid;
}

function decodeState(value: CborValue): InitState {
  const reader = new TupleReader(value, 4, "init state");
  return {
    addressMap: reader.cid(),
    nextId: reader.uint(),
    networkName: reader.text(),
    installed: reader.cid(),
  };
}

function encodeState(state: InitState): CborValue {
  return [state.addressMap, state.nextId, state.networkName, state.installed];
}

function construct(rt: Runtime, networkName: string): undefined {
  requireCallerIs(rt, SYSTEM_ACTOR);
  createState(
    rt,
    encodeState({
      addressMap: Hamt.empty(meteredStore(rt)).flush(),
      nextId: FIRST_FREE_ID,
      networkName,
      installed: putCbor(rt, []),
    }),
  );
}

interface ExecParams {
  readonly code: Cid;
  readonly constructorParams: Uint8Array;
}

function exec(rt: Runtime, { code, constructorParams }: ExecParams): CborValue {
  if (!mayExec(rt, code)) {
    rt.abort(ExitCode.USR_FORBIDDEN, `f0${rt.caller} cannot exec code ${code.toString()}`);
  }
  const robust = rt.nextActorAddress();
  const id = allocateId(rt, robust);
  createActor(rt, id, code);
  const params: Block | null = constructorParams.length === 0 ? null : { codec: CBOR_CODEC, bytes: constructorParams };
  mustSucceed(rt, trySend(rt, Address.id(id), CONSTRUCTOR, params, rt.value));
  return [Address.id(id).bytes, robust.bytes];
}

/** Built-in code: as released. Other code: what InstallCode took in. */
function mayExec(rt: Runtime, code: Cid): boolean {
  switch (rt.builtinTypeOf(code)) {
    case undefined:
      return installedCode(rt, loadState(rt, decodeState).installed).some((c) => cidKey(c) === cidKey(code));
    case "multisig":
    case "paymentchannel":
      return true;
    case "storageminer":
      return callerIsPower(rt);
    default:
      return false;
  }
}

function callerIsPower(rt: Runtime): boolean {
  const code = rt.codeOf(rt.caller);
  return code !== undefined && rt.builtinTypeOf(code) === "storagepower";
}

function allocateId(rt: Runtime, robust: Address): ActorId {
  const state = loadState(rt, decodeState);
  const map = Hamt.load(meteredStore(rt), state.addressMap);
  if (map.has(robust.bytes)) {
    rt.abort(ExitCode.USR_FORBIDDEN, `robust address ${robust.toString()} is already allocated`);
  }
  map.set(robust.bytes, state.nextId);
  saveState(rt, encodeState({ ...state, addressMap: map.flush(), nextId: state.nextId + 1 }));
  return actorId(state.nextId);
}

function createActor(rt: Runtime, id: ActorId, code: Cid): void {
  try {
    rt.createActor(id, code);
  } catch (error) {
    if (!(error instanceof SyscallError)) throw error;
    const exit =
      error.errno === ErrorNumber.illegalArgument
        ? ExitCode.USR_ILLEGAL_ARGUMENT
        : error.errno === ErrorNumber.forbidden
          ? ExitCode.USR_FORBIDDEN
          : ExitCode.USR_ASSERTION_FAILED;
    rt.abort(exit, error.message);
  }
}

function installedCode(rt: Runtime, list: Cid): Cid[] {
  return new TupleReader([getCbor(rt, list)], 1, "installed code").list((item) => item.cid());
}

function installCode(rt: Runtime, code: Uint8Array): CborValue {
  const state = loadState(rt, decodeState);
  chargeLink(rt, code.length);
  const cid = rt.put(RAW, code);
  const installed = installedCode(rt, state.installed);
  if (installed.some((c) => cidKey(c) === cidKey(cid))) return [cid, false];
  try {
    rt.installActor(cid);
  } catch (error) {
    if (error instanceof SyscallError) rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, error.message);
    throw error;
  }
  saveState(rt, encodeState({ ...state, installed: putCbor(rt, [...installed, cid]) }));
  return [cid, true];
}

/** Parameters of Exec. */
export function encodeExec(code: Cid, constructorParams: Uint8Array): CborValue {
  return [code, constructorParams];
}

/** Return of Exec and of power.CreateMiner. */
export function decodeExecReturn(bytes: Uint8Array): { id: ActorId; robust: Address } {
  const reader = new TupleReader(decodeCbor(bytes), 2, "exec return");
  return { id: reader.address().id, robust: reader.address() };
}

export const init = actorOf("init", [
  {
    name: "Constructor",
    number: 1,
    run: withParams((value) => new TupleReader(value, 1, "init constructor").text(), construct),
  },
  {
    name: "Exec",
    number: 2,
    run: withParams((value) => {
      const reader = new TupleReader(value, 2, "Exec");
      return { code: reader.cid(), constructorParams: reader.bytes() };
    }, exec),
  },
  {
    name: "Exec4",
    number: 3,
    run: withParams(
      (value) => {
        const reader = new TupleReader(value, 3, "Exec4");
        return [reader.cid(), reader.bytes(), reader.bytes()] as const;
      },
      // No stand-in of the address manager exists, so nobody passes.
      (rt) => {
        requireCallerIs(rt, EAM_ACTOR);
        return rt.abort(ExitCode.USR_FORBIDDEN, "Exec4 needs the Ethereum address manager");
      },
    ),
  },
  {
    name: "InstallCode",
    number: 4,
    run: withParams((value) => new TupleReader(value, 1, "InstallCode").bytes(), installCode),
  },
]);
