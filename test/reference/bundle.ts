/** The released built-in actors: a CAR of a manifest and sixteen Wasm modules. */
import { readFileSync } from "node:fs";
import { CarReader } from "@ipld/car";
import { standInBuiltins } from "../../devnet/builtin/registry.ts";
import type { BuiltinRegistry } from "../../devnet/kernel/runtime.ts";
import { decodeCbor } from "../../filecoin/cbor.ts";
import { type Cid, cidFromBytes, cidKey } from "../../filecoin/cid.ts";
import { BUILTIN_NAMES, type BuiltinName } from "../../filecoin/methods/actor-type.ts";

type Manifest = BuiltinRegistry["manifest"];

export interface Bundle {
  /** Link to the list of names and code CIDs, as the system actor keeps it. */
  readonly data: Cid;
  readonly manifest: Manifest;
  readonly blocks: readonly { readonly cid: Cid; readonly bytes: Uint8Array }[];
}

/** Reads a bundle; throws where it is not one. */
export async function readBundle(file: string): Promise<Bundle> {
  const car = await CarReader.fromBytes(readFileSync(file));
  const blocks: { cid: Cid; bytes: Uint8Array }[] = [];
  for await (const { cid, bytes } of car.blocks()) blocks.push({ cid: cidFromBytes(cid.bytes), bytes });
  const byCid = new Map(blocks.map(({ cid, bytes }) => [cidKey(cid), bytes]));
  const load = (cid: Cid): unknown => {
    const bytes = byCid.get(cidKey(cid));
    if (bytes === undefined) throw new Error(`expected a bundle of built-in actors in ${file}; block ${cid.toString()} is not there`);
    return decodeCbor(bytes);
  };
  const [root] = await car.getRoots();
  if (root === undefined) throw new Error(`expected a bundle of built-in actors in ${file}; it has no root`);
  const [, link] = load(cidFromBytes(root.bytes)) as [number, Cid];
  return { data: link, manifest: manifestOf(load(link)), blocks };
}

/** The entries of a decoded manifest. */
export function manifestOf(entries: unknown): Manifest {
  return (entries as [string, Cid][]).map(([name, code]) => {
    const known = BUILTIN_NAMES.find((other) => other === name);
    if (known === undefined) throw new Error(`expected the name of a built-in actor in the manifest; got ${name}`);
    return { name: known, code };
  });
}

/** The stand-ins under the code CIDs of released actors: states then mean the same to both. */
export function standInsAs(manifest: Manifest): BuiltinRegistry {
  const own = standInBuiltins();
  const ownCode = new Map<BuiltinName, Cid>(own.manifest.map(({ name, code }) => [name, code]));
  const byCode = new Map(manifest.map(({ name, code }) => [cidKey(code), ownCode.get(name)]));
  return {
    manifest,
    actorFor: (code) => {
      const standIn = byCode.get(cidKey(code));
      return standIn === undefined ? undefined : own.actorFor(standIn);
    },
  };
}
