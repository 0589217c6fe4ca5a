import { address, amount, bigNumber, bool, bytes, chainEpoch, integer, list, nullable, tuple, unsigned64 } from "./codec.ts";
import { bare, fieldsOf, method } from "./method.ts";

/** What a beneficiary may still take (FIP-0029): quota and used in attoFIL. */
const beneficiaryTerm = tuple({ quota: amount, usedQuota: amount, expiration: chainEpoch });
const activeBeneficiary = tuple({ beneficiary: address, term: beneficiaryTerm });
const pendingBeneficiaryChange = tuple({
  newBeneficiary: address,
  newQuota: amount,
  newExpiration: chainEpoch,
  approvedByBeneficiary: bool,
  approvedByNominee: bool,
});

/** Miner actor (builtin-actors actors/miner, v18). */
export const minerMethods = {
  ControlAddresses: method("ControlAddresses", {
    internal: 2,
    returns: fieldsOf(tuple({ owner: address, worker: address, controlAddresses: list(address) })),
  }),
  /** The control list is replaced whole; the worker changes after confirmation, 900 epochs later. */
  ChangeWorkerAddress: method("ChangeWorkerAddress", {
    internal: 3,
    exported: true,
    params: fieldsOf(tuple({ newWorker: address, newControlAddresses: list(address) })),
  }),
  ChangePeerID: method("ChangePeerID", {
    internal: 4,
    exported: true,
    params: fieldsOf(tuple({ newPeerId: bytes })),
  }),
  ApplyRewards: method("ApplyRewards", {
    internal: 14,
    params: fieldsOf(tuple({ reward: amount, penalty: amount })),
  }),
  /** The money always goes to the beneficiary; the return is the amount sent, which may be less. */
  WithdrawBalance: method("WithdrawBalance", {
    internal: 16,
    exported: true,
    params: fieldsOf(tuple({ amountRequested: amount })),
    returns: bare("amountWithdrawn", amount),
  }),
  ChangeMultiaddrs: method("ChangeMultiaddrs", {
    internal: 18,
    exported: true,
    params: fieldsOf(tuple({ newMultiaddrs: list(bytes) })),
  }),
  ConfirmChangeWorkerAddress: method("ConfirmChangeWorkerAddress", { internal: 21, exported: true }),
  RepayDebt: method("RepayDebt", { internal: 22, exported: true }),
  /** Proposes (owner) or accepts (proposed owner) the new owner, an f0 address. */
  ChangeOwnerAddress: method("ChangeOwnerAddress", {
    internal: 23,
    exported: true,
    params: bare("newOwner", address),
  }),
  ChangeBeneficiary: method("ChangeBeneficiary", {
    internal: 30,
    exported: true,
    params: fieldsOf(tuple({ newBeneficiary: address, newQuota: amount, newExpiration: chainEpoch })),
  }),
  GetBeneficiary: method("GetBeneficiary", {
    internal: 31,
    exported: true,
    returns: fieldsOf(tuple({ active: activeBeneficiary, proposed: nullable(pendingBeneficiaryChange) })),
  }),
  GetOwner: method("GetOwner", {
    exported: true,
    returns: fieldsOf(tuple({ owner: address, proposed: nullable(address) })),
  }),
  IsControllingAddress: method("IsControllingAddress", {
    exported: true,
    params: bare("address", address),
    returns: bare("isControlling", bool),
  }),
  GetSectorSize: method("GetSectorSize", { exported: true, returns: bare("sectorSize", unsigned64) }),
  /** Without vested funds that are not yet unlocked; negative while fee debt exceeds the unlocked balance. */
  GetAvailableBalance: method("GetAvailableBalance", {
    exported: true,
    returns: bare("availableBalance", amount),
  }),
  GetVestingFunds: method("GetVestingFunds", {
    exported: true,
    returns: fieldsOf(tuple({ vestingFunds: list(tuple({ epoch: chainEpoch, amount })) })),
  }),
  GetPeerID: method("GetPeerID", { exported: true, returns: fieldsOf(tuple({ peerId: bytes })) }),
  GetMultiaddrs: method("GetMultiaddrs", {
    exported: true,
    returns: fieldsOf(tuple({ multiaddrs: list(bytes) })),
  }),
  MaxTerminationFee: method("MaxTerminationFee", {
    exported: true,
    params: fieldsOf(tuple({ qualityAdjPower: bigNumber, initialPledge: amount })),
    returns: bare("fee", amount),
  }),
  InitialPledge: method("InitialPledge", { exported: true, returns: bare("initialPledge", amount) }),
  /** status: 0 dead, 1 active, 2 faulty; aux is CBOR [deadline, partition]. */
  GenerateSectorLocation: method("GenerateSectorLocation", {
    exported: true,
    params: fieldsOf(tuple({ sector: unsigned64 })),
    returns: fieldsOf(tuple({ status: integer, aux: bytes })),
  }),
  ValidateSectorStatus: method("ValidateSectorStatus", {
    exported: true,
    params: fieldsOf(tuple({ sector: unsigned64, status: integer, aux: bytes })),
    returns: bare("valid", bool),
  }),
  GetNominalSectorExpiration: method("GetNominalSectorExpiration", {
    exported: true,
    params: bare("sector", unsigned64),
    returns: bare("expiration", chainEpoch),
  }),
};
