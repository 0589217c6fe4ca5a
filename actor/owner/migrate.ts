/**
 * Migrate and Inherit (design 5.7): everything goes to an heir of listed code in one message, all or nothing. The only place beside
 * ReleaseMiner that passes a foreign id to ChangeOwnerAddress.
 */
import { FORBIDDEN, ILLEGAL_ARGUMENT, ILLEGAL_STATE, failNumber } from "../sdk/abort";
import { actorAddress, codeOf } from "../sdk/address";
import { DAG_CBOR } from "../sdk/blocks";
import { Bytes, sameBytes } from "../sdk/bytes";
import { changeOwnerAddress, getBeneficiary, getOwner } from "../sdk/builtin";
import { Writer } from "../sdk/cbor-writer";
import { Event } from "../sdk/events";
import { caller, ownBalance, self } from "../sdk/message";
import { mustSucceed, trySend } from "../sdk/send";
import { rootLink } from "../sdk/state";
import { failActor } from "./fail-actor";
import { Governance, INHERIT, InheritParams } from "./codec.generated";
import { isOpen, proposalOf, putGovernance } from "./governance";
import { mustBeMiner } from "./miner-type";
import { ENDED, LEAVING, MIGRATED, REFUSE_OPERATOR } from "./policy.generated";
import { end } from "./propose";
import { setNominee } from "./succession";
import { adopt, changeHeir, readMiners, root, save } from "./state";

/** True if a vote has put the code on the list. */
export function isAllowed(g: Governance, code: Bytes): bool {
  for (let i = 0; i < g.codes.length; i++) if (sameBytes(g.codes[i], code)) return true;
  return false;
}

/** Ends the message with 20 unless a vote has allowed the code of the actor. */
export function mustBeAllowed(g: Governance, id: u64): void {
  if (!isAllowed(g, codeOf(id))) failActor(ILLEGAL_STATE, utf8("no vote has allowed the code of"), id);
}

/** Ends the message with 20 unless a miner belongs to `owner` alone. */
function mustBelong(miner: u64, owner: u64): void {
  const now = getOwner(miner);
  if (now.owner != owner || now.proposed >= 0 || getBeneficiary(miner).beneficiary != owner) failActor(ILLEGAL_STATE, utf8("owner and beneficiary did not change at miner"), miner);
}

/** A vote moves everything to an heir. */
export function migrate(g: Governance, to: u64): void {
  mustBeAllowed(g, to);
  for (let i = 0; i < g.open.length; i++) {
    const p = proposalOf(g, g.open[i]);
    if (!isOpen(p)) continue;
    end(g, g.open[i], p, ENDED);
    // A nominee whom nobody can refuse any more does not come into office.
    if (p.action.kind == REFUSE_OPERATOR) setNominee(g, 0, 0);
  }
  g.open = [];
  putGovernance(g);
  const before = root.status;
  root.status = MIGRATED;
  root.successor = to;
  // From here on every change is refused.
  save();
  const list = readMiners().list;
  for (let i = 0; i < list.length; i++) {
    mustBeMiner(list[i].id);
    changeOwnerAddress(list[i].id, to);
  }
  const amount = ownBalance();
  const params = new Writer().array(2).cid(rootLink()).u64(before).finish();
  mustSucceed(trySend(actorAddress(to), INHERIT, DAG_CBOR, params, amount, u64.MAX_VALUE, 0), to, INHERIT);
  for (let i = 0; i < list.length; i++) mustBelong(list[i].id, to);
  new Event(utf8("migrated")).u64(utf8("to"), to, true).amount(utf8("amount"), amount).u64(utf8("miners"), list.length).emit();
}

/** Inherit [root, status] + value: an heir takes over its predecessor's state, money and miners as they are. */
export function inherit(p: InheritParams): void {
  changeHeir();
  const predecessor = root.successor;
  if (caller() != predecessor) failActor(FORBIDDEN, utf8("only the predecessor may do this:"), predecessor);
  if (p.status > LEAVING) failNumber(ILLEGAL_ARGUMENT, utf8("the predecessor was in status"), p.status);
  adopt(p.root, p.status);
  const list = readMiners().list;
  for (let i = 0; i < list.length; i++) {
    changeOwnerAddress(list[i].id, self());
    mustBelong(list[i].id, self());
  }
  new Event(utf8("inherited")).u64(utf8("from"), predecessor, true).emit();
  save();
}
