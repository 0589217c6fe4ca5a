/** Writes scenarios/bundle/*.json: the real built-in actors from their constructors on. Run from the repository root. */
import { writeFileSync } from "node:fs";
import { Address } from "../../../filecoin/address.ts";
import { encodeAmount } from "../../../filecoin/amount.ts";
import { encodeCbor, type CborValue } from "../../../filecoin/cbor.ts";
import { toHex } from "../../../filecoin/bytes.ts";
import { methodNumber } from "../../../filecoin/frc42.ts";
const c = (v: CborValue) => toHex(encodeCbor(v));
import { parseCid } from "../../../filecoin/cid.ts";
const MSIG = parseCid("bafk2bzacecquc4zxikmjfwsiyzx4tbxlsvauf53c7spf3hdz6jwmkczyqwbrg");
const A = (n: number) => Address.id(n).bytes;
const F1 = "f15ihq5ibzwki2b4ep2f46avlkrqzhpqgtga7pdrq";
const F3 = "f3vvmn62lofvhjd2ugzca6sof2j2ubwok6cj4xxbfzz4yuxfkgobpihhd2thlanmsh3w2ptld2gqkn2jvlss4a";
const sys = (name: string, to: string, params: string, method = 1) => ({
  name,
  from: "f00",
  to,
  method,
  params,
  implicit: true,
});
const dir = "test/reference/scenarios/bundle/";
const write = (f: string, s: object) => writeFileSync(dir + f, JSON.stringify(s, null, 1) + "\n");
write("genesis.json", {
  title: "The constructors of the singletons, two accounts",
  accounts: [
    { address: F1, balance: "100000000000000000000000" },
    { address: F3, balance: "5000000000000000000000" },
  ],
  messages: [
    sys("reward", "f02", c(encodeAmount(0n))),
    sys(
      "cron",
      "f03",
      c([
        [
          [A(4), 5],
          [A(5), 9],
        ],
      ]),
    ),
    sys("power", "f04", ""),
    sys("market", "f05", ""),
    sys("verifreg", "f06", c(A(100))),
    sys("datacap", "f07", c(A(6))),
    sys("eam", "f010", ""),
  ],
});
const exp = (n: string) => methodNumber(n);
write("miner.json", {
  title: "A miner from creation through getters, owner change, beneficiary, withdrawal",
  before: "genesis.json",
  messages: [
    {
      name: "create miner, deposit too small",
      from: F1,
      to: "f04",
      method: 2,
      params: c([A(100), A(101), 10, new Uint8Array([1, 2, 3]), []]),
      value: "0",
    },
    {
      name: "create miner",
      from: F1,
      to: "f04",
      method: 2,
      params: c([A(100), A(101), 10, new Uint8Array([1, 2, 3]), []]),
      value: "100000000000000000000",
      watch: ["f04", "f01000", "f0103"],
    },
    {
      name: "create miner, exported",
      from: F1,
      to: "f04",
      method: exp("CreateMiner"),
      params: c([A(100), A(101), 10, new Uint8Array([1, 2, 3]), [new Uint8Array([4, 5])]]),
      value: "100000000000000000000",
    },
    { name: "GetOwner", from: F1, to: "f0103", method: exp("GetOwner") },
    { name: "GetBeneficiary", from: F1, to: "f0103", method: exp("GetBeneficiary") },
    { name: "GetAvailableBalance", from: F1, to: "f0103", method: exp("GetAvailableBalance") },
    {
      name: "IsControllingAddress",
      from: F1,
      to: "f0103",
      method: exp("IsControllingAddress"),
      params: c(A(100)),
    },
    { name: "GetVestingFunds", from: F1, to: "f0103", method: exp("GetVestingFunds") },
    { name: "GetPeerID", from: F1, to: "f0103", method: exp("GetPeerID") },
    { name: "propose owner", from: F1, to: "f0103", method: 23, params: c(A(101)) },
    {
      name: "confirm owner by stranger",
      from: F1,
      to: "f0103",
      method: exp("ChangeOwnerAddress"),
      params: c(A(102)),
    },
    { name: "propose owner again", from: F1, to: "f0103", method: 23, params: c(A(101)) },
    { name: "confirm owner", from: F3, to: "f0103", method: 23, params: c(A(101)) },
    { name: "withdraw by old owner", from: F1, to: "f0103", method: 16, params: c([encodeAmount(1n)]) },
    {
      name: "withdraw",
      from: F3,
      to: "f0103",
      method: 16,
      params: c([encodeAmount(1000n)]),
      watch: ["f0101"],
    },
    { name: "withdraw wrong shape", from: F3, to: "f0103", method: 16, params: c([1]) },
    { name: "withdraw missing params", from: F3, to: "f0103", method: 16 },
    {
      name: "propose beneficiary",
      from: F3,
      to: "f0103",
      method: 30,
      params: c([A(100), encodeAmount(1000000n), 5000]),
    },
    {
      name: "confirm beneficiary",
      from: F1,
      to: "f0103",
      method: 30,
      params: c([A(100), encodeAmount(1000000n), 5000]),
    },
    {
      name: "award block",
      from: "f00",
      to: "f02",
      method: 2,
      params: c([A(103), encodeAmount(0n), encodeAmount(0n), 1]),
      implicit: true,
    },
    {
      name: "award block with penalty",
      from: "f00",
      to: "f02",
      method: 2,
      params: c([A(103), encodeAmount(1000n), encodeAmount(77n), 1]),
      implicit: true,
      epoch: 200,
    },
    { name: "cron", from: "f00", to: "f03", method: 2, implicit: true, gasLimit: 100000000000000 },
    {
      name: "cron again",
      from: "f00",
      to: "f03",
      method: 2,
      implicit: true,
      gasLimit: 100000000000000,
      epoch: 201,
    },
    { name: "GetVestingFunds, with funds", from: F1, to: "f0103", method: exp("GetVestingFunds") },
    {
      name: "withdraw by beneficiary",
      from: F1,
      to: "f0103",
      method: 16,
      params: c([encodeAmount(5000n)]),
      watch: ["f0100"],
    },
    { name: "control addresses", from: F3, to: "f0103", method: 2 },
    { name: "change worker", from: F3, to: "f0103", method: 3, params: c([A(101), [A(100)]]) },
    { name: "change peer id", from: F3, to: "f0103", method: 4, params: c([new Uint8Array([9, 9])]) },
    { name: "repay debt", from: F3, to: "f0103", method: exp("RepayDebt") },
    { name: "unknown method", from: F3, to: "f0103", method: 9999999 },
    { name: "GetOwner sent to an account", from: F3, to: F1, method: exp("GetOwner") },
    { name: "GetOwner sent to power", from: F3, to: "f04", method: exp("GetOwner") },
    { name: "out of gas", from: F1, to: "f0103", method: exp("GetOwner"), gasLimit: 1500000 },
    { name: "missing gas for inclusion", from: F1, to: "f0103", method: exp("GetOwner"), gasLimit: 1000 },
  ],
});
write("multisig.json", {
  title: "A multisig through init.Exec: creation, proposal, approval, a nested transfer; placeholders and delegated accounts",
  before: "genesis.json",
  messages: [
    {
      name: "exec multisig",
      from: F1,
      to: "f01",
      method: 2,
      params: c([MSIG, encodeCbor([[A(100), A(101)], 2, 0, 0])]),
      value: "5000000000000000000",
    },
    {
      name: "propose transfer",
      from: F1,
      to: "f0102",
      method: 2,
      params: c([A(101), encodeAmount(1000n), 0, new Uint8Array()]),
    },
    { name: "approve by outsider", from: F1, to: "f0102", method: 3, params: c([0, new Uint8Array()]) },
    {
      name: "approve",
      from: F3,
      to: "f0102",
      method: 3,
      params: c([0, new Uint8Array()]),
      watch: ["f0101", "f0102"],
    },
    {
      name: "propose transfer to new account",
      from: F3,
      to: "f0102",
      method: 2,
      params: c([Address.parse("f1d2xrzcslx7xlbbylc5c3d5lvandqw4iwl6epxba").bytes, encodeAmount(77n), 0, new Uint8Array()]),
    },
    {
      name: "approve it",
      from: F1,
      to: "f0102",
      method: 3,
      params: c([1, new Uint8Array()]),
      watch: ["f1d2xrzcslx7xlbbylc5c3d5lvandqw4iwl6epxba"],
    },
    {
      name: "to an eth address",
      from: F1,
      to: Address.delegated(10n, new Uint8Array(20).fill(7)).toString(),
      value: "1000000000000000000",
    },
    {
      name: "call of a placeholder",
      from: F1,
      to: Address.delegated(10n, new Uint8Array(20).fill(7)).toString(),
      method: 1234,
      params: "80",
    },
    {
      name: "a placeholder sends",
      from: Address.delegated(10n, new Uint8Array(20).fill(7)).toString(),
      to: F1,
      value: "5",
      feeCap: "100",
      premium: "1",
      gasLimit: 5000000,
    },
    {
      name: "authenticate",
      from: F1,
      to: F1,
      method: exp("AuthenticateMessage"),
      params: c([new Uint8Array(65), new Uint8Array([1])]),
    },
    { name: "pubkey address by outsider", from: F1, to: F1, method: 2 },
    {
      name: "evm create",
      from: F1,
      to: "f010",
      method: 4,
      params: c(new Uint8Array([0x60, 0x05, 0x60, 0x00, 0xf3])),
    },
    { name: "unknown eth creator", from: F1, to: "f010", method: 3, params: c([1]) },
  ],
});
