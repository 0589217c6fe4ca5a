import type { ApprovalView } from "../../wallet/approval-views.ts";
import type { Scene } from "./scene.ts";

/** What the chain shows of everybody concerned, and what an approval must have said of a change in it. */

export interface Observed {
  /** by what is observed; equal texts are no change */
  readonly facts: ReadonlyMap<string, string>;
  /** the same of what counts by its amounts alone: that it changed is said by another fact, or follows from one */
  readonly amounts: ReadonlyMap<string, string>;
  /** attoFIL by name */
  readonly balances: ReadonlyMap<string, bigint>;
  /** f0 of those who have them */
  readonly ids: ReadonlyMap<string, string>;
  /** who has a right, by the right's name: ids */
  readonly powers: ReadonlyMap<string, readonly string[]>;
}

interface MinerInfo {
  Owner: string;
  PendingOwnerAddress: string | null;
  Worker: string;
  NewWorker: string;
  ControlAddresses: string[] | null;
  Beneficiary: string;
  BeneficiaryTerm: unknown;
  PendingBeneficiaryTerm: { NewBeneficiary: string } | null;
}

export async function observe(scene: Scene): Promise<Observed> {
  const { worker, miner, actor } = scene;
  const info = await worker.peggy<MinerInfo>("Filecoin.StateMinerInfo", [miner, []]);
  const powers = new Map<string, readonly string[]>([
    ["owner", [info.Owner]],
    ["pending owner", info.PendingOwnerAddress === null ? [] : [info.PendingOwnerAddress]],
    ["worker", [info.Worker]],
    ["pending worker", info.NewWorker === "<empty>" ? [] : [info.NewWorker]],
    ["controls", info.ControlAddresses ?? []],
    ["beneficiary", [info.Beneficiary]],
    ["pending beneficiary", info.PendingBeneficiaryTerm === null ? [] : [info.PendingBeneficiaryTerm.NewBeneficiary]],
  ]);
  const facts = new Map([
    ["beneficiary's term", JSON.stringify(info.BeneficiaryTerm)],
    ["pending beneficiary", JSON.stringify(info.PendingBeneficiaryTerm)],
  ]);
  const amounts = new Map<string, string>();
  if (actor !== "") await observeOwner(scene, facts, powers, amounts);
  const multisig = scene.kept.get("multisig");
  if (multisig !== undefined) facts.set("multisig's transactions", JSON.stringify(await worker.peggy("Filecoin.MsigGetPending", [multisig, []])));
  for (const [right, ids] of powers) if (!facts.has(right)) facts.set(right, ids.join(" "));
  return { facts, amounts, powers, balances: await balancesOf(scene), ids: await idsOf(scene) };
}

async function observeOwner(
  { worker, actor }: Scene,
  facts: Map<string, string>,
  powers: Map<string, readonly string[]>,
  amounts: Map<string, string>,
): Promise<void> {
  const owner = await worker.ask("owner.get", { actor });
  const { now, proposals } = await worker.ask("governance.get", { actor });
  const { positions } = await worker.ask("positions.list", { account: null });
  powers.set("operator", [owner.operator.id ?? ""]);
  powers.set("nominee", now.nominee === null ? [] : [now.nominee.forms.id ?? ""]);
  for (const { token, owner: holder } of positions) powers.set(`position ${token}`, [holder.id ?? ""]);
  for (const { token } of positions) facts.set(`position ${token}`, "");
  facts.set("positions", JSON.stringify(positions.map(({ token, owner: holder, principal, class: kind }) => [token, holder.id, principal, kind])));
  facts.set("requests", JSON.stringify(owner.requests.map(({ id, owner: holder, principal, paid, claimed }) => [id, holder.id, principal, paid, claimed])));
  facts.set(
    "proposals",
    JSON.stringify(proposals.map(({ id, state, votes }) => [id, state === "voting" || state === "waiting" || state === "ready" ? "open" : state, votes])),
  );
  facts.set("owner actor's miners", owner.miners.map((one) => one.miner.id).join(" "));
  const { status, operatorAccepted, terms, pool } = owner;
  amounts.set("room", pool.room);
  amounts.set("what is proposed", JSON.stringify(proposals));
  facts.set("owner actor", JSON.stringify([status, operatorAccepted, terms.fees, pool.roomUntil, pool.bare, pool.sealing, now.limits, now.codes, now.issuer]));
}

/** Addresses of everybody concerned, by what they are here. */
function partiesOf({ operator, holder, third, stranger, miner, actor, kept }: Scene): Record<string, string> {
  const multisig = kept.get("multisig");
  return { operator, holder, third, stranger, miner, ...(actor === "" ? {} : { actor }), ...(multisig === undefined ? {} : { multisig }) };
}

async function balancesOf(scene: Scene): Promise<Map<string, bigint>> {
  const { worker } = scene;
  return new Map(
    await Promise.all(
      Object.entries(partiesOf(scene)).map(async ([name, address]) => [name, BigInt(await worker.peggy<string>("Filecoin.WalletBalance", [address]))] as const),
    ),
  );
}

async function idsOf(scene: Scene): Promise<Map<string, string>> {
  const lookUp = (address: string): Promise<string> => scene.worker.peggy<string>("Filecoin.StateLookupID", [address, []]);
  return new Map(await Promise.all(Object.entries(partiesOf(scene)).map(async ([name, address]) => [name, await lookUp(address)] as const)));
}

/** Names of what changed. Of the sender's balance only more than before is a change: the fee goes from there. */
export function changesIn(before: Observed, after: Observed, sender: string): string[] {
  const facts = [...after.facts]
    .filter(([name, value]) => !name.startsWith("position ") && before.facts.get(name) !== undefined && before.facts.get(name) !== value)
    .map(([name]) => name);
  const money = [...after.balances].filter(([name, has]) => {
    const had = before.balances.get(name);
    return had !== undefined && (name === sender ? has > had : has !== had);
  });
  return [...facts, ...money.map(([name]) => `balance of ${name}`)].sort();
}

/** Who has more power or money than before and is named nowhere in the approval. */
export function unnamed(before: Observed, after: Observed, approval: ApprovalView): string[] {
  const named = namedIn(approval);
  const powers = [...after.powers].flatMap(([right, ids]) => ids.filter((id) => !(before.powers.get(right) ?? []).includes(id)).map((id) => ({ right, id })));
  const money = [...after.balances]
    .filter(([name, has]) => has > (before.balances.get(name) ?? has))
    .map(([name]) => ({ right: "money", id: after.ids.get(name) ?? "" }));
  return [...powers, ...money].filter(({ id }) => !named.has(id)).map(({ right, id }) => `${id} gains ${right}`);
}

/** Ids that stand in an approval: as a party, in its sentence or rows, in the fields of its bytes. */
function namedIn({ parties, sentence, checks, params, wayBack, confirm }: ApprovalView): Set<string> {
  const forms = [...parties.map((party) => party.forms), ...params.fields.flatMap(({ address }) => (address === null ? [] : [address]))];
  const text = JSON.stringify([sentence, checks, wayBack, confirm.reasons]);
  return new Set([...forms.flatMap(({ id }) => (id === null ? [] : [id])), ...(text.match(/\bt0\d+\b/g) ?? [])]);
}
