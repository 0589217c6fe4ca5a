/** Filecoin.State*, Wallet* and Msig*: what the chain's state says. Source: lotus node/impl/full/state.go, wallet.go, multisig.go. */
import { Address } from "../../filecoin/address.ts";
import { toBase64 } from "../../filecoin/bytes.ts";
import { TupleReader } from "../../filecoin/cbor.ts";
import type { Cid } from "../../filecoin/cid.ts";
import { verifySignature } from "../../filecoin/signature.ts";
import { decodeMultisigState } from "../../filecoin/state/multisig.ts";
import { keyAddressOf } from "../chain/account-key.ts";
import type { Chain } from "../chain/chain.ts";
import { NETWORK_VERSION } from "../chain/chain-params.ts";
import { beaconEntry, randomnessDigest } from "../chain/randomness.ts";
import { Hamt } from "../state/hamt.ts";
import { actorStateJson } from "./actor-state-json.ts";
import { actorJson, addressJson, cidJson } from "./lotus-shapes.ts";
import { type RpcMethod, read } from "./method-table.ts";
import { readCbor } from "./miner-reader.ts";
import { networkParams } from "./network-params.ts";
import { Params } from "./params.ts";
import { paramsJson } from "./return-json.ts";
import { RpcCode, RpcFault } from "./rpc-error.ts";
import { loadActor, robustAddressOf } from "./state-reader.ts";
import { supplyOf } from "../chain/supply.ts";

export function stateMethods(chain: Chain): Record<string, RpcMethod> {
  return {
    ...actorMethods(chain),
    ...networkMethods(chain),
    ...callMethods(chain),
    ...multisigMethods(chain),
  };
}

function actorMethods(chain: Chain): Record<string, RpcMethod> {
  return {
    StateGetActor: read(2, (p) => actorJson(loadActor(chain, p.address(), p.tipsetKey()).actor)),
    StateLookupID: read(2, (p) => lookupId(chain, p.address(), p.tipsetKey())),
    StateAccountKey: read(2, (p) => accountKey(chain, p.address(), p.tipsetKey())),
    StateLookupRobustAddress: read(2, (p) => robust(chain, p.address(), p.tipsetKey())),
    StateReadState: read(2, (p) => {
      const address = p.address();
      const { actor, type } = prefixed("getting actor", () => loadActor(chain, address, p.tipsetKey()));
      const state = type === undefined ? undefined : actorStateJson(type, readCbor(chain, actor.head, "actor state"));
      if (state === undefined) {
        throw new RpcFault(RpcCode.domain, `dumping actor state (a:${addressJson(address)}): state type for actor ${actor.code.toString()} not found`);
      }
      return { Balance: actor.balance.toString(), Code: cidJson(actor.code), State: state };
    }),
    StateListActors: read(1, (p) => {
      const ids = [...chain.stateAt(chain.line.byKey(p.tipsetKey())).actors()].map(([id]) => id);
      return ids.sort((a, b) => (a < b ? -1 : 1)).map((id) => addressJson(Address.id(id)));
    }),
    StateActorCodeCIDs: read(1, () => Object.fromEntries(chain.builtins.manifest.map((m) => [m.name, cidJson(m.code)]))),
    StateActorManifestCID: read(1, () => cidJson(manifestCid(chain))),
    WalletBalance: read(1, (p) => walletBalance(chain, p.address())),
    WalletVerify: read(3, (p) => {
      const address = p.address();
      const data = p.bytes();
      const { Type, Data } = p.object();
      if (Type !== 1 && Type !== 2) throw new RpcFault(RpcCode.domain, `cannot verify signature of unsupported type: ${String(Type)}`);
      return verifySignature({ type: Type, data: new Params("Filecoin.WalletVerify", [Data]).bytes() }, address, data);
    }),
    WalletValidateAddress: read(1, (p) => addressJson(p.address())),
  };
}

function networkMethods(chain: Chain): Record<string, RpcMethod> {
  return {
    StateNetworkName: read(0, () => chain.networkName),
    StateNetworkVersion: read(1, (p) => {
      chain.line.byKey(p.tipsetKey());
      return NETWORK_VERSION;
    }),
    StateGetNetworkParams: read(0, () => networkParams(chain)),
    StateCirculatingSupply: read(1, (p) => supplyOf(chain.stateAt(chain.line.byKey(p.tipsetKey()))).circulating.toString()),
    StateVMCirculatingSupplyInternal: read(1, (p) => {
      const supply = supplyOf(chain.stateAt(chain.line.byKey(p.tipsetKey())));
      return {
        FilVested: supply.vested.toString(),
        FilMined: supply.mined.toString(),
        FilBurnt: supply.burnt.toString(),
        FilLocked: supply.locked.toString(),
        FilCirculating: supply.circulating.toString(),
        FilReserveDisbursed: "0",
      };
    }),
    StateGetBeaconEntry: read(1, async (p, { signal }) => {
      const epoch = p.count();
      await reached(chain, epoch, signal);
      const entry = beaconEntry(chain.genesis.cid, epoch);
      return { Round: entry.round, Data: toBase64(entry.data) };
    }),
    StateGetRandomnessDigestFromBeacon: read(2, (p) => toBase64(randomnessDigest(beaconEntry(chain.genesis.cid, p.count()).data))),
    StateGetRandomnessDigestFromTickets: read(2, (p) => {
      const epoch = p.count();
      return toBase64(randomnessDigest(chain.line.atOrBelow(epoch, chain.line.byKey(p.tipsetKey())).header.ticket));
    }),
  };
}

function callMethods(chain: Chain): Record<string, RpcMethod> {
  return {
    StateListMessages: read(3, (p) => listMessages(chain, p)),
    StateDecodeParams: read(4, (p) => {
      const address = p.address();
      const method = p.count();
      const params = p.bytes();
      const { type, actor } = prefixed("getting actor", () => loadActor(chain, address, p.tipsetKey()));
      const json = type === undefined ? undefined : paramsJson(type, method, params);
      if (json === undefined) throw new RpcFault(RpcCode.domain, `getting params type: unknown method ${method} for actor ${actor.code.toString()}`);
      return json;
    }),
  };
}

function multisigMethods(chain: Chain): Record<string, RpcMethod> {
  return {
    MsigGetAvailableBalance: read(2, (p) => {
      const { actor, state, epoch } = loadMultisig(chain, p);
      return (actor.balance - lockedBalance(state, epoch)).toString();
    }),
    MsigGetPending: read(2, (p) => {
      const { state } = loadMultisig(chain, p);
      return [...Hamt.load(chain.blocks, state.pending).entries()].map(([key, value]) => {
        const r = new TupleReader(value, 5, "multisig transaction");
        return {
          ID: unsignedOfZigZag(key),
          To: addressJson(r.address()),
          Value: r.amount().toString(),
          Method: r.int(),
          Params: toBase64(r.bytes()),
          Approved: r.list((item) => addressJson(item.address())),
        };
      });
    }),
  };
}

/** Runs `load`; a refusal gets `what` in front, as Go wraps errors. */
function prefixed<T>(what: string, load: () => T): T {
  try {
    return load();
  } catch (error) {
    if (error instanceof RpcFault) throw new RpcFault(error.code, `${what}: ${error.message}`);
    throw error;
  }
}

function lookupId(chain: Chain, address: Address, key: readonly Cid[] | null): string {
  if (address.protocol === 0) return addressJson(address);
  const id = chain.stateAt(chain.line.byKey(key)).resolve(address);
  if (id === undefined) throw new RpcFault(RpcCode.actorNotFound, "actor not found");
  return addressJson(Address.id(id));
}

function accountKey(chain: Chain, address: Address, key: readonly Cid[] | null): string {
  if (address.protocol === 2) throw new RpcFault(RpcCode.domain, "cannot resolve actor address to key address");
  const tipset = chain.line.byKey(key);
  if (address.protocol !== 0) return addressJson(address);
  const found = prefixed(`failed to find actor: ${addressJson(address)}`, () => loadActor(chain, address, tipset.key));
  const known = keyAddressOf(found.state, found.id, chain.builtins);
  if (known === undefined) {
    throw new RpcFault(RpcCode.domain, `failed to get account actor state for ${addressJson(address)}: unknown actor code ${found.actor.code.toString()}`);
  }
  return addressJson(known);
}

function robust(chain: Chain, address: Address, key: readonly Cid[] | null): string {
  if (address.protocol !== 0) throw new RpcFault(RpcCode.domain, "failed to decode provided address as id addr: cannot get id from non id address");
  const found = robustAddressOf(chain.stateAt(chain.line.byKey(key)), address.id);
  if (found === undefined) throw new RpcFault(RpcCode.domain, `Address ${addressJson(address)} not found`);
  return addressJson(found);
}

/** attoFIL; 0 for an address without an actor, as Lotus answers. */
function walletBalance(chain: Chain, address: Address): string {
  const state = chain.stateAt(chain.head);
  const id = state.resolve(address);
  return ((id === undefined ? undefined : state.getActor(id)?.balance) ?? 0n).toString();
}

function manifestCid(chain: Chain): Cid {
  const system = chain.stateAt(chain.head).getActor(Address.id(0).id);
  if (system === undefined) throw new RpcFault(RpcCode.domain, "there is no system actor");
  return new TupleReader(readCbor(chain, system.head, "system state"), 1, "system state").cid();
}

function reached(chain: Chain, epoch: number, signal: AbortSignal): Promise<void> {
  if (chain.head.height >= epoch) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const stop = chain.subscribe(() => {
      if (chain.head.height < epoch) return;
      stop();
      resolve();
    });
    signal.addEventListener(
      "abort",
      () => {
        stop();
        reject(new RpcFault(RpcCode.domain, "context canceled"));
      },
      { once: true },
    );
  });
}

function listMessages(chain: Chain, p: Params): unknown {
  const match = p.object();
  const side = (name: string): Address | undefined => {
    const text = match[name];
    return typeof text === "string" && text !== "" && text !== "<empty>" ? Address.parse(text) : undefined;
  };
  const [to, from] = [side("To"), side("From")];
  if (to === undefined && from === undefined) throw new RpcFault(RpcCode.domain, "must specify at least To or From in message filter");
  const start = chain.line.byKey(p.tipsetKey());
  const least = p.integer();
  const found: unknown[] = [];
  for (let tipset: typeof start | null = start; tipset !== null && tipset.height >= least; tipset = tipset.parent) {
    for (const { cid, signed } of chain.messagesOf(tipset)) {
      const fits = (from?.equals(signed.message.from) ?? true) && (to?.equals(signed.message.to) ?? true);
      if (fits) found.push(cidJson(cid));
    }
  }
  return found.length === 0 ? null : found;
}

function loadMultisig(chain: Chain, p: Params): { actor: { balance: bigint }; state: ReturnType<typeof decodeMultisigState>; epoch: number } {
  const address = p.address();
  const found = prefixed("failed to load multisig actor", () => loadActor(chain, address, p.tipsetKey()));
  if (found.type !== "multisig") {
    throw new RpcFault(RpcCode.domain, `failed to load multisig actor state: unknown actor code ${found.actor.code.toString()}`);
  }
  return {
    actor: found.actor,
    state: decodeMultisigState(readCbor(chain, found.actor.head, "multisig state")),
    epoch: found.tipset.height,
  };
}

/** attoFIL still locked: the initial balance, released linearly. */
function lockedBalance(state: ReturnType<typeof decodeMultisigState>, epoch: number): bigint {
  const elapsed = BigInt(epoch) - state.startEpoch;
  if (elapsed >= state.unlockDuration) return 0n;
  if (elapsed <= 0n) return state.initialBalance;
  const left = state.unlockDuration - elapsed;
  return (state.initialBalance * left + state.unlockDuration - 1n) / state.unlockDuration;
}

function unsignedOfZigZag(key: Uint8Array): number {
  let value = 0;
  key.forEach((byte, i) => (value += (byte & 127) * 128 ** i));
  return Math.floor(value / 2);
}
