/** Steps of a history in which somebody brings what an account has signed. */
import { signedBytes } from "../../actor/abi/attestation.ts";
import { decodeReturn, encodeParams, encodeStruct } from "../../actor/abi/codec.ts";
import { METHOD_NUMBERS, type OwnerMethodName, type OwnerMethods, type OwnerStructs } from "../../actor/abi/methods.generated.ts";
import { Address } from "../../filecoin/address.ts";
import { signSecp256k1 } from "../../filecoin/signature.ts";
import { type ActorId, attoFil, epoch } from "../../filecoin/units.ts";
import { CHOICE } from "../owner/actions.ts";
import { CHAIN_ID, eventOf, keyOf } from "../owner/world.ts";
import { openProposals, stateOf } from "./governance.ts";
import { ballotsLeft } from "./governance-steps.ts";
import type { History, Step } from "./history.ts";
import type { RelayOrder } from "./relay.ts";
import { Refused } from "./books.ts";
import { principalOf } from "./share-class.ts";
import { actor, chosen, nameOf, share, whoIs } from "./step-parts.ts";

type Request = OwnerStructs["RelayRequest"];

/** What somebody wants done: the params of a method, its rule, and what it answers in the model's words. */
interface Errand {
  readonly method: OwnerMethodName;
  readonly params: Uint8Array;
  readonly rule: () => unknown;
  readonly answer: (ret: Uint8Array) => unknown;
}

/** A request, its signature, whose it really is, and what it is for. */
export interface Errands {
  readonly wire: { readonly authorization: Request; readonly signature: Uint8Array };
  readonly signer: bigint;
  readonly errand: Errand;
}

/** Of so many requests each kind of fault comes once. */
const KINDS = 24;
const FIT: readonly OwnerMethodName[] = ["Withdraw", "Redeem", "CancelRedemption", "ClaimRedemption", "Vote", "Transfer", "Approve"];

function errandOf<M extends OwnerMethodName>(
  method: M,
  params: OwnerMethods[M]["params"],
  rule: () => unknown,
  words: (ret: OwnerMethods[M]["returns"]) => unknown,
): Errand {
  return { method, params: encodeParams(method, params), rule, answer: (ret) => words(decodeReturn(method, ret)) };
}

/** The rule of an errand about what an account holds: by the time a request is brought again that may be somebody else's. */
function ofOwn(
  h: History,
  account: ActorId,
  { tokens = [], requests = [] }: { tokens?: readonly number[]; requests?: readonly number[] },
  rule: () => unknown,
): () => unknown {
  return () => {
    const held = [...tokens.map((id) => h.books.positions.get(id)), ...requests.map((id) => h.books.requests.get(id))];
    if (held.some((stake) => stake?.owner !== account)) throw new Refused("not the account's own");
    return rule();
  };
}

/** Something that an account can want; Withdraw, if what was picked is not to be had. */
function errand(h: History, account: ActorId, { pick, part, who }: Step): Errand {
  const { model, world, books } = h;
  // What is brought again is judged by its rule at that time.
  const now = (): number => world.epoch;
  const own = [...books.positions].filter(([, { owner }]) => owner === account);
  const token = chosen(own, part);
  // The last ones have not matured yet.
  const requests = [...books.requests].filter(([, { owner }]) => owner === account).toReversed();
  const request = chosen(requests, part % 2);
  const voting = chosen(
    openProposals(h.present).filter(([, p]) => stateOf(h.present, p) === "voting"),
    part,
  );
  const kind = pick % 7;
  if (kind === 1 && token !== undefined) {
    const principal = principalOf(books, token[1]);
    const amount = attoFil(who % 2 === 0 ? principal : share(principal, part));
    return errandOf(
      "Redeem",
      { token: BigInt(token[0]), amount },
      ofOwn(h, account, { tokens: [token[0]] }, () => model.redeem(now(), token[0], amount)),
      (id) => Number(id),
    );
  }
  if (kind === 2 && request !== undefined)
    return errandOf(
      "CancelRedemption",
      { request: BigInt(request[0]) },
      ofOwn(h, account, { requests: [request[0]] }, () => model.cancel(now(), request[0])),
      (id) => Number(id),
    );
  if (kind === 3 && request !== undefined)
    return errandOf(
      "ClaimRedemption",
      { requests: [BigInt(request[0])] },
      ofOwn(h, account, { requests: [request[0]] }, () => model.claimRedemption(now(), request[0])),
      (amount) => amount,
    );
  if (kind === 4 && voting !== undefined) {
    const tokens = ballotsLeft(h, voting[1], account);
    const wire = { proposal: BigInt(voting[0]), tokens: tokens.map(BigInt), choice: CHOICE.for };
    return errandOf(
      "Vote",
      wire,
      ofOwn(h, account, { tokens }, () => model.vote(now(), voting[0], tokens, "for")),
      (weight) => weight,
    );
  }
  if (kind === 5 && token !== undefined) {
    const to = h.people[whoIs({ who: part })];
    return errandOf(
      "Transfer",
      { to: Address.id(to), tokens: [BigInt(token[0])], operatorData: new Uint8Array() },
      ofOwn(h, account, { tokens: [token[0]] }, () => model.transfer(now(), [token[0]], to)),
      () => undefined,
    );
  }
  if (kind === 6 && token !== undefined)
    return errandOf(
      "Approve",
      { operator: Address.id(h.people.stranger), tokens: [BigInt(token[0])] },
      ofOwn(h, account, { tokens: [token[0]] }, () => model.touch(now())),
      () => undefined,
    );
  const tokens = own.map(([id]) => id).slice(0, part % 3);
  return errandOf(
    "Withdraw",
    { tokens: tokens.map(BigInt), recipient: null },
    () => model.withdraw(now(), tokens),
    (amount) => amount,
  );
}

/** A request with what is wrong with it, if anything. */
function signed(h: History, account: ActorId, relayer: ActorId, step: Step): Errands {
  const { world, books, people } = h;
  const { who, pick, part } = step;
  const kind = (who * 5 + pick + part) % KINDS;
  const nonce = books.nonces.get(account) ?? 0n;
  const claim = books.claims.get(account) ?? 0n;
  // Not to be relayed; nothing else is wrong with it.
  const unfit = errandOf(
    "AdvanceNonce",
    { nonce: nonce + 5n },
    () => h.model.advanceNonce(world.epoch, nonce + 5n),
    () => undefined,
  );
  const asked = kind === 7 ? unfit : errand(h, account, step);
  const faults: (Partial<Request> | undefined)[] = [
    { chainId: 314n },
    { actor: h.predecessors.at(-1) ?? people.stranger },
    { nonce: nonce + 1n },
    { validUntil: epoch(world.epoch - 1) },
    { relayer: relayer === people.bob ? people.carol : people.bob },
    { fee: attoFil(claim + 1n) },
    nonce === 0n ? undefined : { nonce: nonce - 1n },
  ];
  const authorization: Request = {
    chainId: BigInt(CHAIN_ID),
    actor: world.actor,
    account,
    method: BigInt(METHOD_NUMBERS[asked.method]),
    params: asked.params,
    nonce,
    validUntil: epoch(world.epoch + (part % 9)),
    fee: attoFil(who % 3 === 0 ? 0n : who % 3 === 1 ? claim : share(claim, part)),
    relayer: pick % 2 === 0 ? null : relayer,
    ...faults[kind],
  };
  const signer = kind === 8 ? (account === people.bob ? people.carol : people.bob) : account;
  const signature = signSecp256k1(keyOf(nameOf(people, signer)), signedBytes(encodeStruct("RelayRequest", authorization))).data;
  return { wire: { authorization, signature }, signer, errand: asked };
}

function orderOf(h: History, { wire: { authorization: r }, signer, errand: { method } }: Errands): RelayOrder {
  return {
    account: r.account,
    signer,
    here: r.chainId === BigInt(CHAIN_ID) && r.actor === h.world.actor,
    fit: FIT.includes(method),
    nonce: r.nonce,
    validUntil: r.validUntil,
    fee: r.fee,
    relayer: r.relayer,
  };
}

/** Somebody brings what a holder has signed and is paid for it; now and then what was brought before. */
export function relay(h: History, step: Step): void {
  const { world, people } = h;
  const holders = [...h.books.positions.values(), ...h.books.requests.values()].map(({ owner }) => owner);
  const account = actor(chosen(holders, step.part) ?? people[whoIs(step)]);
  const relayer = step.who % 5 === 0 ? h.operator(step) : people.stranger;
  const replays = step.who % 8 === 3 && h.brought !== null;
  const brought = replays && h.brought !== null ? h.brought : signed(h, account, relayer, step);
  h.brought = brought;
  const { authorization } = brought.wire;
  const before = world.balanceOf(relayer);
  h.both(
    `ExecuteWithAuth ${brought.errand.method}`,
    relayer,
    (from) => world.call(from, "ExecuteWithAuth", brought.wire),
    () => {
      const result = h.model.relay(world.epoch, orderOf(h, brought), brought.errand.rule);
      const { account: of, method, nonce, fee } = authorization;
      return { result, event: { account: of, relayer, method, nonce, fee }, earned: authorization.account === relayer ? null : fee };
    },
    (done) => ({
      result: brought.errand.answer(done.ret),
      event: eventOf(done, "relayed"),
      earned: authorization.account === relayer ? null : world.balanceOf(relayer) - before,
    }),
  );
}

/** Whoever has signed too much makes it void. */
export function advanceNonce(h: History, step: Step): void {
  const who = whoIs(step);
  const nonce = (h.books.nonces.get(h.people[who]) ?? 0n) + BigInt(step.part % 4);
  h.both(
    "AdvanceNonce",
    who,
    (from) => h.world.call(from, "AdvanceNonce", { nonce }),
    () => h.model.advanceNonce(h.world.epoch, nonce),
    () => undefined,
  );
}
