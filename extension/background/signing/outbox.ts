import { Address } from "../../../filecoin/address.ts";
import { fromBase64, toBase64 } from "../../../filecoin/bytes.ts";
import { decodeMessage, decodeSignedMessage, encodeSignedMessage, messageCid, signedMessageCid } from "../../../filecoin/message.ts";
import { parseCid } from "../../../filecoin/cid.ts";
import type { LotusClient } from "../../../filecoin/rpc/client.ts";
import { RpcError } from "../../../filecoin/rpc/errors.ts";
import type { TipSet } from "../../../filecoin/rpc/lotus-json.ts";
import { numberOf, say, textOf, amountOf } from "../../../wallet/phrase.ts";
import { dryRun, type Prediction } from "../../../wallet/prediction/dry-run.ts";
import { changesAgainst } from "../../../wallet/prediction/prediction-rules.ts";
import { abortText } from "../../../wallet/told/abort-text.ts";
import { declaredRealm } from "../chain/rehearsal.ts";
import { baseFeeOf, isAlreadyThere, isPassing, type NodeSet } from "../../../wallet/node-set.ts";
import { isAncestor, isFinal } from "../../../wallet/finality.ts";
import { orNull } from "../../../wallet/told/rpc-refusal.ts";
import { detailOf, Refusal } from "../../../wallet/refusal.ts";
import { signMessage } from "./sign-message.ts";
import type { KnownNetwork } from "../../../wallet/network.ts";
import type { Scope } from "../../../wallet/scope.ts";
import type { Keyring } from "../secrets/keys/keyring.ts";
import type { Lock } from "../secrets/lock/lock.ts";
import type { Surroundings } from "../storage/stores.ts";
import type { Nodes } from "../chain/nodes.ts";
import type { NetworkStore } from "../settings/network-store.ts";
import type { SlotStore } from "./slot-store.ts";
import { baseFeeBefore, findOutcome } from "../../../wallet/slots/find-outcome.ts";
import { poolCids } from "../../../wallet/told/pool.ts";
import { isHeld, isLive, pushAgainAfter, type Attempt, type Slot } from "../../../wallet/slots/slot.ts";
import { pushClient } from "./wallet-provider.ts";

/** Epochs after which an accepted message that no pool shows is called silent. */
const SILENT_EPOCHS = 3;

/** What the outbox signs, pushes and follows with. */
export interface OutboxParts {
  s: Pick<Surroundings, "locks" | "now" | "tell" | "fetch">;
  lock: Pick<Lock, "openUntil">;
  keyring: Pick<Keyring, "account" | "signingKey">;
  signerWasm(): Promise<Uint8Array>;
  slots: SlotStore;
  networks: Pick<NetworkStore, "get">;
  nodes: Pick<Nodes, "of" | "forget">;
  scopes: { of(network: KnownNetwork): Promise<Scope> };
  tokenOf(url: string): Promise<string | null>;
}

/** A slot's network and the nodes that push and follow its messages. */
interface OpenChain {
  network: KnownNetwork;
  nodes: NodeSet;
}

/** Drives held slots: signs what was approved, pushes what was signed, watches what was pushed. Every step is on disk before the act. */
export class Outbox {
  readonly #wallet: OutboxParts;

  constructor(wallet: OutboxParts) {
    this.#wallet = wallet;
  }

  /** After a confirm, under the account's lock: signs and pushes. A failing push is no failing approval: the slot keeps trying. */
  async signAndPush(slot: Slot, cid: string): Promise<void> {
    const chain = await this.#chainToSignFor(slot);
    const signed = await this.#sign(slot, cid, chain);
    await this.#push(signed, cid, chain).catch((error: unknown) => {
      if (!(error instanceof Refusal) && !isPassing(error)) throw error;
    });
  }

  /** The wallet locked: what was approved and not signed never is. A signature that is being made finds its attempt void and is thrown away. */
  async dropUnsigned(): Promise<void> {
    for (const slot of await this.#wallet.slots.held()) {
      for (const { cid, state } of slot.attempts) {
        if (state === "approved")
          await this.#wallet.slots.apply(slot.id, cid, { to: "void", note: say("void.locked") }).catch(() => {
            // Signed in the meantime: on disk it stands as signed.
          });
      }
    }
  }

  /** One round over every held slot; each account's slots in order of nonce. Returns how many are still open. */
  async advance(): Promise<number> {
    const held = (await this.#wallet.slots.held()).sort((a, b) => (a.account === b.account ? a.nonce - b.nonce : a.account < b.account ? -1 : 1));
    const chains = new Map<string, Promise<OpenChain>>();
    for (const slot of held) {
      const chain = chains.get(slot.networkId) ?? this.#chainOf(slot);
      chains.set(slot.networkId, chain);
      await this.#wallet.s.locks.hold(`account:${slot.genesis}:${slot.account}`, async () => {
        try {
          await this.#advanceSlot(slot.id, await chain);
        } catch (error) {
          // Tried again in the next round: the slot is on disk as it was, and one that fails must not keep the others waiting.
          if (!(error instanceof Error)) throw error;
        }
      });
    }
    const open = (await this.#wallet.slots.held()).length;
    if (held.length > 0) this.#wallet.s.tell(["activity"]);
    return open;
  }

  /** Pushes the stored bytes of a slot again now. */
  async resend(id: string): Promise<void> {
    const slot = await this.#wallet.slots.get(id);
    await this.#wallet.s.locks.hold(`account:${slot.genesis}:${slot.account}`, async () => {
      const chain = await this.#chainOf(slot);
      for (const attempt of slot.attempts)
        if (attempt.signed !== null && isLive(attempt) && attempt.state !== "included" && attempt.state !== "unknown")
          await this.#push(slot, attempt.cid, chain, true);
    });
  }

  async #chainOf(slot: Slot): Promise<OpenChain> {
    const network = await this.#wallet.networks.get(slot.networkId);
    const known: KnownNetwork = { ...network, genesis: slot.genesis };
    return { network: known, nodes: await this.#wallet.nodes.of(known) };
  }

  /** Signatures of f1 and f3 keys name no network: the nodes are asked for their genesis anew right before one. */
  async #chainToSignFor(slot: Slot): Promise<OpenChain> {
    this.#wallet.nodes.forget();
    const chain = await this.#chainOf(slot);
    await this.mustNotBeCopy(chain);
    return chain;
  }

  /** A devnet may go on from a copy of a public chain, genesis and all: a message signed there would be valid on the original. Throws wrongChain. */
  async mustNotBeCopy({ network, nodes }: { network: KnownNetwork; nodes: Pick<NodeSet, "host"> }): Promise<void> {
    if (network.rehearsal) return;
    for (const url of [network.url, network.secondUrl]) {
      const declared = url === null ? null : await declaredRealm(url, await this.#wallet.tokenOf(url), this.#wallet.s.fetch);
      if (declared !== null) throw new Refusal("wrongChain", { node: nodes.host, expected: network.genesis, found: `a rehearsal of ${declared}` });
    }
  }

  async #advanceSlot(id: string, chain: OpenChain): Promise<void> {
    let slot = await this.#wallet.slots.get(id);
    for (const { cid, state } of slot.attempts) if (state === "approved") slot = await this.#finishApproved(slot, cid);
    if (!isHeld(slot)) return;
    slot = await this.#watch(slot, chain);
    if (!isHeld(slot)) return;
    for (const attempt of slot.attempts) if (this.#wantsPush(attempt)) slot = await this.#push(slot, attempt.cid, chain);
  }

  #wantsPush(attempt: Attempt): boolean {
    if (attempt.signed === null) return false;
    // Found "pushing" under the account's lock: the worker that pushed is gone.
    if (attempt.state === "signed" || attempt.state === "missing" || attempt.state === "pushing") return true;
    return attempt.state === "refused" && (attempt.nextPushAt ?? 0) <= this.#wallet.s.now();
  }

  /** An approval whose worker died before the signature: signs when unlocked, in time, and the dry run is the same; else void. */
  async #finishApproved(slot: Slot, cid: string): Promise<Slot> {
    const attempt = mustAttempt(slot, cid);
    const gone = (code: string): Promise<Slot> => this.#wallet.slots.apply(slot.id, cid, { to: "void", note: say(code) });
    if (this.#wallet.s.now() >= attempt.expiresAt) return gone("void.expired");
    if ((await this.#wallet.lock.openUntil()) === null) return gone("void.locked");
    const chain = await this.#chainToSignFor(slot);
    const scope = await this.#wallet.scopes.of(chain.network);
    const prediction = await dryRun(scope, decodeMessage(fromBase64(attempt.unsigned)));
    if (await this.#differs(attempt, prediction, scope)) return gone("void.dryRun");
    return this.#sign(slot, cid, chain);
  }

  /** The same rule as at confirm: another exit, receiver or amount is not what was approved. */
  async #differs({ predicted, unsigned }: Attempt, now: Prediction, scope: Scope): Promise<boolean> {
    if (predicted.changes === undefined || predicted.receiverCode === undefined) return now.exitCode !== predicted.exitCode;
    const before = { exitCode: predicted.exitCode, receiverCode: predicted.receiverCode, changes: predicted.changes };
    const receiverCode = (await scope.actors.at(decodeMessage(fromBase64(unsigned)).to)).code;
    const own = new Set<string>();
    for (const account of scope.accounts) {
      const { id } = await scope.actors.at(account);
      own.add(account.toString(scope.network.prefix)).add(id?.toString(scope.network.prefix) ?? "");
    }
    const changes = Object.fromEntries([...now.changes].map(([address, change]) => [address, change.toString()]));
    return changesAgainst(before, { exitCode: now.exitCode, receiverCode, changes }, (address) => own.has(address)).length > 0;
  }

  /** Signs the stored unsigned bytes; the signature is on disk before anything leaves. */
  async #sign(slot: Slot, cid: string, chain: OpenChain): Promise<Slot> {
    const attempt = mustAttempt(slot, cid);
    const message = decodeMessage(fromBase64(attempt.unsigned));
    if (messageCid(message).toString() !== cid) throw new Refusal("internal", { detail: "the stored bytes are not those that were approved" });
    const account = await this.#wallet.keyring.account(message.from, slot.genesis);
    const key = await this.#wallet.keyring.signingKey(account, chain.network.genesis);
    const signed = await signMessage(message, key, await this.#wallet.signerWasm());
    return this.#wallet.slots.apply(slot.id, cid, {
      to: "signed",
      signed: toBase64(encodeSignedMessage(signed)),
      chainCid: signedMessageCid(signed).toString(),
    });
  }

  /** Pushes stored bytes to the first node, and to the second so that both know of it. */
  async #push(slot: Slot, cid: string, chain: OpenChain, again = false): Promise<Slot> {
    const attempt = mustAttempt(slot, cid);
    if (attempt.signed === null) return slot;
    const signed = decodeSignedMessage(fromBase64(attempt.signed));
    const node = chain.nodes.host;
    await this.#wallet.slots.apply(slot.id, cid, { to: "pushing", node });
    try {
      const answer = await pushClient(chain.network, await this.#wallet.tokenOf(chain.network.url)).push(signed);
      if (answer !== attempt.chainCid)
        throw new Refusal("nodeGarbage", { node, detail: `MpoolPush: expected ${attempt.chainCid}; got ${answer.slice(0, 80)}` });
      return await this.#accepted(slot, cid, chain, answer, again);
    } catch (error) {
      if (isAlreadyThere(error)) return this.#accepted(slot, cid, chain, "already there", again);
      const text = abortText(detailOf(error));
      const nextPushAt = this.#wallet.s.now() + pushAgainAfter(attempt.tries + 1);
      return this.#wallet.slots.apply(slot.id, cid, {
        to: "refused",
        node,
        answer: text,
        note: say("held.refused", { node: textOf(node), words: textOf(text) }),
        nextPushAt,
        again,
      });
    } finally {
      if (chain.nodes.second !== null) await chain.nodes.second.mpoolPush(signed).catch(() => {});
    }
  }

  async #accepted(slot: Slot, cid: string, chain: OpenChain, answer: string, again: boolean): Promise<Slot> {
    const head = await chain.nodes.node.chainHead().catch(() => null);
    return this.#wallet.slots.apply(slot.id, cid, { to: "accepted", node: chain.nodes.host, answer, epoch: head?.height ?? null, again });
  }

  /** Looks where the slot's messages are: used nonce, pool, or nowhere. */
  async #watch(slot: Slot, chain: OpenChain): Promise<Slot> {
    if (!slot.attempts.some((a) => a.signed !== null && isLive(a))) return slot;
    const sender = Address.parse(slot.account);
    const { node } = chain.nodes;
    const head = await node.chainHead();
    const actor = await orNull(node.stateGetActor(sender, head.cids));
    if (actor !== null && actor.nonce > slot.nonce) return this.#executed(slot, chain, head);
    return this.#waiting(slot, chain, node, head, sender);
  }

  /** The nonce is used: by one of ours, or by another message. */
  async #executed(slot: Slot, chain: OpenChain, head: TipSet): Promise<Slot> {
    const included = slot.attempts.find((a) => a.state === "included" && a.inclusion !== null);
    if (included?.inclusion && (await isAncestor(chain.nodes.node, included.inclusion.tipset, included.inclusion.epoch, head))) {
      return (await isFinal(chain.nodes, included.inclusion.tipset, included.inclusion.epoch))
        ? this.#wallet.slots.apply(slot.id, included.cid, { to: "final" })
        : slot;
    }
    for (const attempt of slot.attempts) {
      if (attempt.chainCid === null || !isLive(attempt)) continue;
      const found = await searchOrNull(chain.nodes.node, attempt.chainCid);
      if (found === null) continue;
      const paid = await chain.nodes.node.chainGetTipSet(found.tipSet).then(
        (child) => baseFeeBefore(chain.nodes.node, child),
        () => ({}),
      );
      const inclusion = {
        epoch: found.height,
        tipset: found.tipSet.map(String),
        exitCode: found.receipt.exitCode,
        returned: toBase64(found.receipt.return),
        gasUsed: found.receipt.gasUsed,
        ...paid,
      };
      const next = await this.#wallet.slots.apply(slot.id, attempt.cid, { to: "included", inclusion });
      this.#wallet.s.tell(["activity", "accounts", "miners", "takeover", "owners", "positions"]);
      return (await isFinal(chain.nodes, inclusion.tipset, inclusion.epoch)) ? this.#wallet.slots.apply(slot.id, attempt.cid, { to: "final" }) : next;
    }
    return this.#searchBack(slot, chain);
  }

  /** StateSearchMsg looks back 20 epochs at gateways: walks the chain by the sender's nonce, as far as the node allows. */
  async #searchBack(slot: Slot, chain: OpenChain): Promise<Slot> {
    const ours = new Map(slot.attempts.flatMap((a) => (a.chainCid === null || !isLive(a) ? [] : [[a.chainCid, a.cid] as const])));
    const outcome = await findOutcome(chain.nodes.node, Address.parse(slot.account), slot.nonce);
    const any = slot.attempts.findLast((a) => isLive(a) && a.signed !== null);
    if (any === undefined) return slot;
    if (outcome.kind === "unknown") {
      return any.state === "unknown"
        ? slot
        : this.#wallet.slots.apply(slot.id, any.cid, {
            to: "unknown",
            note: say("unknown.bounds", { from: numberOf(outcome.from), to: numberOf(outcome.to) }),
          });
    }
    const cid = ours.get(outcome.cid);
    if (cid !== undefined) return this.#wallet.slots.apply(slot.id, cid, { to: "included", inclusion: outcome.inclusion });
    if (!(await isFinal(chain.nodes, outcome.inclusion.tipset, outcome.inclusion.epoch))) return slot;
    return this.#wallet.slots.apply(slot.id, any.cid, { to: "foreign", note: say("foreign.other", { cid: textOf(outcome.cid) }) });
  }

  /** The nonce is free on the chain: our messages are in pools, or nowhere, or were undone by a reorganisation. */
  async #waiting(slot: Slot, chain: OpenChain, node: LotusClient, head: TipSet, sender: Address): Promise<Slot> {
    const { height } = head;
    const baseFee = baseFeeOf(head);
    const id = await orNull(node.stateLookupID(sender, head.cids));
    const pools = await poolsOf(chain.nodes, node, sender, id === null ? null : Address.id(id));
    let present = slot;
    for (const attempt of slot.attempts) {
      if (attempt.chainCid === null || !isLive(attempt) || attempt.state === "signed" || attempt.state === "pushing") continue;
      const seenBy = pools.filter((pool) => pool.cids.has(attempt.chainCid as string)).map((pool) => pool.host);
      const late =
        attempt.acceptedEpoch === null
          ? this.#wallet.s.now() - attempt.changedAt >= SILENT_EPOCHS * chain.network.epochSeconds * 1_000
          : height - attempt.acceptedEpoch >= SILENT_EPOCHS;
      present = await this.#placed(present, attempt, seenBy, late, baseFee);
    }
    return present;
  }

  async #placed(slot: Slot, attempt: Attempt, seenBy: string[], late: boolean, baseFee: bigint): Promise<Slot> {
    const apply = this.#wallet.slots.apply.bind(this.#wallet.slots, slot.id, attempt.cid);
    const cheap = BigInt(attempt.gasFeeCap) < baseFee;
    if (seenBy.length > 0) {
      if (cheap)
        return attempt.state === "silent"
          ? slot
          : apply({ to: "silent", note: say("late.baseFee", { cap: amountOf(attempt.gasFeeCap), base: amountOf(baseFee) }) });
      return attempt.state === "seen" && attempt.seenBy.join() === seenBy.join() ? slot : apply({ to: "seen", nodes: seenBy });
    }
    switch (attempt.state) {
      case "included":
        return apply({ to: "missing", note: say("held.undone") });
      case "seen":
      case "silent":
        return apply({ to: "missing", note: say("held.missing") });
      case "accepted":
        return late ? apply({ to: "silent", note: say("late.unseen") }) : slot;
      default:
        return slot;
    }
  }
}

/**
 * Where a message ran; null when it did not, or when the node will not look: Lotus answers with an error for a message it never saw, or
 * whose nonce another one used. The walk by nonce then tells what ran, and no attempt keeps the others from being found.
 */
async function searchOrNull(node: LotusClient, cid: string): Promise<Awaited<ReturnType<LotusClient["stateSearchMsg"]>>> {
  try {
    return await node.stateSearchMsg(parseCid(cid), { allowReplaced: false });
  } catch (error) {
    if (error instanceof RpcError) return null;
    throw error;
  }
}

function mustAttempt(slot: Slot, cid: string): Attempt {
  const attempt = slot.attempts.findLast((a) => a.cid === cid);
  if (attempt === undefined) throw new Refusal("unknownSlot", { id: slot.id });
  return attempt;
}

async function poolsOf(nodes: NodeSet, node: LotusClient, sender: Address, id: Address | null): Promise<{ host: string; cids: Set<string> }[]> {
  const first = { host: nodes.host, cids: await poolCids(node, sender, id) };
  if (nodes.second === null || nodes.secondHost === null) return [first];
  const second = await poolCids(nodes.second, sender, id).catch(() => new Set<string>());
  return [first, { host: nodes.secondHost, cids: second }];
}
