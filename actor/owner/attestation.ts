/** Attestations: what an issuer has signed about a miner, which the terms may require for Forward (design 4). */
import { FORBIDDEN, ILLEGAL_ARGUMENT, ILLEGAL_STATE, check, failAmount, failNumber } from "../sdk/abort";
import { varint } from "../sdk/address";
import { getAvailableBalance, getBeneficiary, getInitialPledge, getOwner, getPeerId, getPower, getVestingFunds } from "../sdk/builtin";
import { Bytes } from "../sdk/bytes";
import { Reader } from "../sdk/cbor-reader";
import { Writer } from "../sdk/cbor-writer";
import { Hamt } from "../sdk/hamt";
import { balanceOf, chainId, epoch, self } from "../sdk/message";
import { isSignedBy } from "../sdk/signature";
import { U256 } from "../sdk/u256";
import { failActor } from "./fail-actor";
import { Attestation, Governance, MinerFigures, SignedAttestation, Snapshot } from "./codec.generated";
import { governance, putGovernance } from "./governance";
import { mustBeMiner } from "./miner-type";
import { terms, view } from "./state";

/** Schemas of claims: none, or MinerFigures. */
const NO_CLAIM: u64 = 0;
const FIGURES: u64 = 1;
/** Bit width of the HAMT of sequences. */
const SEQUENCE_BITS: i32 = 5;

function figuresOf(miner: u64): MinerFigures {
  const power = getPower(miner);
  return new MinerFigures(balanceOf(miner), getInitialPledge(miner), power.raw, power.adjusted);
}

/** MinerSnapshot [miner]: what the chain itself shows of a miner, so that no issuer has to be believed in it. */
export function minerSnapshot(miner: u64): Snapshot {
  view();
  mustBeMiner(miner);
  const owner = getOwner(miner);
  return new Snapshot(
    miner, epoch(), figuresOf(miner), getAvailableBalance(miner), getVestingFunds(miner, epoch()).total, owner.owner,
    owner.proposed < 0 ? 0 : owner.proposed, getBeneficiary(miner).beneficiary, getPeerId(miner),
  );
}

/** True if the terms want an attestation for a method. */
function isAttested(method: u64): bool {
  return terms().attestedMethods.includes(method);
}

/** Who may attest: by the last vote, or the terms; 0 = nobody. */
function issuerOf(g: Governance): u64 {
  return g.issuerVoted ? g.issuer : terms().issuer;
}

/** Ends the message with 16 unless the claim's figures are those of the chain. Anybody may raise a balance: it may be higher than claimed. */
function checkClaim(a: Attestation): void {
  if (a.schema == NO_CLAIM) return check(a.claim.length == 0, ILLEGAL_ARGUMENT, utf8("a claim of schema 0 has no bytes"));
  if (a.schema != FIGURES) failNumber(ILLEGAL_ARGUMENT, utf8("unknown schema of a claim:"), a.schema);
  const r = new Reader(a.claim);
  const claimed = MinerFigures.read(r);
  r.finish();
  const now = figuresOf(a.miner);
  const same = claimed.balance <= now.balance && claimed.pledge == now.pledge && claimed.rawPower == now.rawPower && claimed.qaPower == now.qaPower;
  if (!same) failActor(ILLEGAL_ARGUMENT, utf8("the claim differs from what the chain shows of miner"), a.miner);
}

/** Ends the message unless the attestation is for this place, this call and this time. */
function mustBeMeant(a: Attestation, method: u64, miner: u64, amount: U256): void {
  check(a.chainId == chainId() && a.subject == self(), ILLEGAL_ARGUMENT, utf8("attested for another network or actor"));
  check(a.method == method && a.miner == miner, ILLEGAL_ARGUMENT, utf8("attested for another method or miner"));
  if (epoch() < a.issued) failNumber(ILLEGAL_STATE, utf8("the attestation is valid from epoch"), a.issued);
  if (epoch() > a.validUntil) failNumber(ILLEGAL_STATE, utf8("the attestation was valid until epoch"), a.validUntil);
  if (a.value < amount) failAmount(ILLEGAL_STATE, utf8("attested is an amount of at most"), a.value);
}

/** The key of an issuer's sequence for a miner: both ids as varints. */
function keyOf(a: Attestation): Bytes {
  return new Writer().raw(varint(a.issuer)).raw(varint(a.miner)).finish();
}

/** Uses the sequence up: what was attested before is void. */
function useSequence(g: Governance, a: Attestation): void {
  const all = Hamt.load(g.sequences, SEQUENCE_BITS);
  const bytes = all.get(keyOf(a));
  const last = bytes === null ? 0 : new Reader(bytes).nextU64();
  if (a.sequence <= last) failNumber(ILLEGAL_STATE, utf8("expected an attestation with a sequence above"), last);
  all.set(keyOf(a), new Writer().u64(a.sequence).finish());
  g.sequences = all.flush();
  putGovernance(g);
}

/** Ends the message unless a call with an amount is attested as the terms require. Calls the issuer and the miner: the lock must be on. */
export function mustBeAttested(method: u64, miner: u64, amount: U256, given: SignedAttestation | null): void {
  if (given === null) return check(!isAttested(method), ILLEGAL_ARGUMENT, utf8("these terms need an attestation"));
  check(isAttested(method), ILLEGAL_ARGUMENT, utf8("these terms need no attestation: pass null"));
  const a = given.attestation;
  const g = governance();
  const issuer = issuerOf(g);
  check(issuer != 0, FORBIDDEN, utf8("nobody may attest: no issuer"));
  if (a.issuer != issuer) failActor(FORBIDDEN, utf8("only the issuer may attest:"), issuer);
  mustBeMeant(a, method, miner, amount);
  useSequence(g, a);
  checkClaim(a);
  if (!isSignedBy(issuer, a.write(new Writer()).finish(), given.signature)) failActor(FORBIDDEN, utf8("not signed by"), issuer);
}
