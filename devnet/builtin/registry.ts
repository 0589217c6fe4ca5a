/** The stand-ins of the built-in actors and the code CIDs they answer to. */
import { type Cid, cidKey, cidOf, RAW } from "../../filecoin/cid.ts";
import { BUILTIN_NAMES, type BuiltinName } from "../../filecoin/methods/actor-type.ts";
import { type BuiltinRegistry, type NativeActor } from "../kernel/runtime.ts";
import { account } from "./account.ts";
import { cron } from "./cron.ts";
import { ethaccount } from "./ethaccount.ts";
import { init } from "./init.ts";
import { miner } from "./miner/actor.ts";
import { multisig } from "./multisig/actor.ts";
import { placeholder } from "./placeholder.ts";
import { type BuiltinPolicy, DEVNET_POLICY } from "./policy.ts";
import { power } from "./power/actor.ts";
import { reward } from "./reward/actor.ts";
import { system } from "./system.ts";
import { actorOf } from "./dispatch.ts";

/** What a stand-in has as code: the text that names it, since there is no Wasm. */
export function standInCodeText(name: BuiltinName): Uint8Array {
  return new TextEncoder().encode(`fil-peggy/stand-in/${name}`);
}

/** Code CID of a stand-in. */
export function standInCode(name: BuiltinName): Cid {
  return cidOf(RAW, standInCodeText(name));
}

/** The stand-ins in manifest order. Actors the devnet has no use for know no method: 22. */
export function standInBuiltins(policy: BuiltinPolicy = DEVNET_POLICY): BuiltinRegistry {
  const actors: Partial<Record<BuiltinName, NativeActor>> = {
    system,
    init,
    cron,
    account,
    storagepower: power(policy),
    storageminer: miner(policy),
    multisig,
    reward,
    placeholder,
    ethaccount,
  };
  const manifest = BUILTIN_NAMES.map((name) => ({ name, code: standInCode(name) }));
  const byCode = new Map(manifest.map(({ name, code }) => [cidKey(code), actors[name] ?? actorOf(name, [])] as const));
  return { manifest, actorFor: (code) => byCode.get(cidKey(code)) };
}

/**
 * Released actors, their Wasm in the store, with the init actor of the stand-ins: no released init installs code.
 * `manifest` in the bundle's order.
 */
export function bundleBuiltins(manifest: BuiltinRegistry["manifest"]): BuiltinRegistry {
  const initCode = manifest.find(({ name }) => name === "init")?.code;
  return {
    manifest,
    actorFor: (code) => (initCode !== undefined && cidKey(code) === cidKey(initCode) ? init : undefined),
  };
}
