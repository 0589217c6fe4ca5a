import { describe, expect, it } from "vitest";
import { multisigMethods, multisigProposalHash } from "../../filecoin/methods/multisig.ts";
import type { Transaction } from "../../filecoin/state/multisig.ts";
import { Address } from "../../filecoin/address.ts";
import { actorId, attoFil, methodNumberOf } from "../../filecoin/units.ts";
import { amountOf, numberOf } from "../phrase.ts";
import type { Reading } from "./reading-parts.ts";
import { readBuiltin, show } from "./test-facts.ts";

const [MULTISIG, STRANGER] = [Address.id(1234), Address.id(4321)];
const waiting: Transaction = { to: STRANGER, value: 7n, method: 0n, params: new Uint8Array(), approved: [actorId(100)] };
const hash = multisigProposalHash({ requester: Address.id(100), to: STRANGER, value: attoFil(7n), method: methodNumberOf(0), params: new Uint8Array() });

const words = { multisig: show.address(MULTISIG), to: show.address(STRANGER), amount: amountOf(7n), method: numberOf(0) };
const agree = (transaction: Transaction | null, proposalHash = hash): Reading =>
  readBuiltin("multisig", MULTISIG, multisigMethods.Approve, { id: 3, proposalHash }, { facts: { transaction } });

describe("a call of a multisig", () => {
  it("that proposes names whom the transaction pays, and how much", () => {
    const params = { to: STRANGER, value: attoFil(7n), method: methodNumberOf(0), params: new Uint8Array() };
    const { sentence, roles } = readBuiltin("multisig", MULTISIG, multisigMethods.Propose, params);
    expect([sentence.code, sentence.params]).toEqual(["sentence.multisigPropose", words]);
    expect(roles).toContainEqual({ role: "payee", address: STRANGER });
  });

  it("that agrees to a number, or withdraws it, names whom the transaction under it pays", () => {
    for (const [method, code] of [
      [multisigMethods.Approve, "sentence.multisigApprove"],
      [multisigMethods.Cancel, "sentence.multisigCancel"],
    ] as const) {
      const { sentence, roles, blocked, tier } = readBuiltin("multisig", MULTISIG, method, { id: 3, proposalHash: hash }, { facts: { transaction: waiting } });
      expect([sentence.code, sentence.params, blocked, tier]).toEqual([code, words, null, 3]);
      expect(roles).toContainEqual({ role: "payee", address: STRANGER });
    }
  });

  it("is not signed where nothing waits under the number", () => {
    expect(agree(null).blocked?.code).toBe("blocked.noTransaction");
  });

  it("is not signed without the hash of what waits there: another transaction could come to stand under the number", () => {
    for (const proposalHash of [new Uint8Array(), Uint8Array.from(hash, (byte) => byte ^ 1)])
      expect(agree(waiting, proposalHash).blocked?.code).toBe("blocked.otherTransaction");
    for (const other of [{ value: 8n }, { to: Address.id(4322) }, { method: 2n }, { params: Uint8Array.of(1) }, { approved: [actorId(101)] }])
      expect(agree({ ...waiting, ...other }).blocked?.code).toBe("blocked.otherTransaction");
  });

  it("that calls a method of the receiver is an alarm: what that does is not read", () => {
    expect(agree(waiting).alarm).toBeNull();
    expect(agree({ ...waiting, method: 23n }).alarm?.code).toBe("alarm.multisigCalls");
  });
});
