import * as v from "valibot";
import { Address } from "../address.ts";
import { type Runs, bitFieldFromJson } from "../bit-field.ts";
import { fromBase64 } from "../bytes.ts";
import { parseCid, type Cid } from "../cid.ts";
import { messageFromJson, messageJsonSchema, signedMessageFromJson, signedMessageJsonSchema, type Message, type SignedMessage } from "../message.ts";
import { actorId, attoFil, epoch, type ActorId, type AttoFil, type Epoch } from "../units.ts";

/**
 * Lotus JSON (v1) read strictly into our types: each schema checks the shape and converts. Fields we do not use are
 * ignored; fields we use must be right. Source: lotus api/types.go, chain/types, facts of the node's version 1.3x.
 */

/** Runs a reader that throws and turns what it throws into an issue at this place. */
function reading<I, O>(read: (input: I) => O): v.RawTransformAction<I, O> {
  return v.rawTransform<I, O>(({ dataset, addIssue, NEVER }) => {
    try {
      return read(dataset.value);
    } catch (error) {
      addIssue({ message: (error as Error).message });
      return NEVER;
    }
  });
}

export const addressJson = v.pipe(
  v.string(),
  reading<string, Address>((text) => Address.parse(text)),
);
export const cidJson = v.pipe(
  v.object({ "/": v.string() }),
  reading<{ "/": string }, Cid>((link) => parseCid(link["/"])),
);
export const bytesJson = v.pipe(v.string(), reading<string, Uint8Array>(fromBase64));
/** Go writes empty bytes as null or "". */
const bytesOrNullJson = v.pipe(
  v.nullable(v.string()),
  reading<string | null, Uint8Array>((text) => fromBase64(text ?? "")),
);
/** Far above all the FIL there will ever be, in attoFIL (28 digits), and above powers and weights. */
const MOST_DIGITS = 64;
export const amountJson = v.pipe(
  v.string(),
  v.regex(/^(0|-?[1-9]\d*)$/, "expected a decimal integer"),
  v.maxLength(MOST_DIGITS),
  v.transform((text): AttoFil => attoFil(BigInt(text))),
);
export const countJson = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const integerJson = v.pipe(v.number(), v.safeInteger());
const epochJson = v.pipe(
  integerJson,
  v.transform((height): Epoch => epoch(height)),
);
/** A Go slice: null when empty. */
export function listJson<S extends v.GenericSchema>(item: S): v.GenericSchema<unknown, v.InferOutput<S>[]> {
  return v.pipe(
    v.nullable(v.array(item)),
    v.transform((items) => items ?? []),
  ) as v.GenericSchema<unknown, v.InferOutput<S>[]>;
}
export const idJson = v.pipe(
  addressJson,
  reading<Address, ActorId>((address) => address.id),
);
/** Go writes the undefined address as "<empty>". */
const addressOrEmptyJson = v.union([
  v.pipe(
    v.literal("<empty>"),
    v.transform(() => null),
  ),
  addressJson,
]);

export const messageJson = v.pipe(
  messageJsonSchema,
  reading<v.InferOutput<typeof messageJsonSchema>, Message>((json) => messageFromJson(json)),
);
/** What a node checks of a sender's waiting messages, a row of checks each: the messages' CIDs alone, of their unsigned forms. */
export const checkedMessagesJson = v.pipe(
  listJson(listJson(v.object({ Cid: cidJson }))),
  v.transform((rows): string[] => [...new Set(rows.flat().map(({ Cid }) => Cid.toString()))]),
);
export const signedMessageJson = v.pipe(
  signedMessageJsonSchema,
  reading<v.InferOutput<typeof signedMessageJsonSchema>, SignedMessage>((json) => signedMessageFromJson(json)),
);

export const versionJson = v.pipe(
  v.object({
    Version: v.string(),
    APIVersion: countJson,
    BlockDelay: countJson,
    Agent: v.optional(v.string()),
  }),
  v.transform((o) => ({
    version: o.Version,
    apiVersion: o.APIVersion,
    /** Seconds. */
    blockDelay: o.BlockDelay,
    agent: o.Agent ?? null,
  })),
);
export type NodeVersion = v.InferOutput<typeof versionJson>;

export const networkParamsJson = v.pipe(
  v.object({
    NetworkName: v.string(),
    BlockDelaySecs: countJson,
    ConsensusMinerMinPower: v.optional(amountJson),
    Eip155ChainID: v.optional(countJson),
    GenesisTimestamp: v.optional(countJson),
  }),
  v.transform((o) => ({
    networkName: o.NetworkName,
    /** Seconds. */
    blockDelay: o.BlockDelaySecs,
    consensusMinerMinPower: o.ConsensusMinerMinPower === undefined ? null : BigInt(o.ConsensusMinerMinPower),
    eip155ChainId: o.Eip155ChainID ?? null,
    /** Unix seconds. */
    genesisTimestamp: o.GenesisTimestamp ?? null,
  })),
);
export type NetworkParams = v.InferOutput<typeof networkParamsJson>;

const blockHeaderJson = v.pipe(
  v.object({
    Miner: addressJson,
    Parents: listJson(cidJson),
    ParentWeight: amountJson,
    Height: epochJson,
    ParentStateRoot: cidJson,
    ParentMessageReceipts: cidJson,
    Messages: cidJson,
    Timestamp: countJson,
    ParentBaseFee: amountJson,
  }),
  v.transform((o) => ({
    miner: o.Miner,
    parents: o.Parents,
    parentWeight: BigInt(o.ParentWeight),
    height: o.Height,
    parentStateRoot: o.ParentStateRoot,
    parentMessageReceipts: o.ParentMessageReceipts,
    messages: o.Messages,
    /** Unix seconds. */
    timestamp: o.Timestamp,
    /** attoFIL per unit of gas. */
    parentBaseFee: o.ParentBaseFee,
  })),
);

/** The CIDs of a tipset's blocks, in its order; [] stands for the head. */
export type TipSetKey = readonly Cid[];

export const tipSetJson = v.pipe(
  v.object({ Cids: listJson(cidJson), Blocks: listJson(blockHeaderJson), Height: epochJson }),
  v.check(
    ({ Cids, Blocks, Height }) => Cids.length > 0 && Cids.length === Blocks.length && Blocks.every((block) => block.height === Height),
    "expected as many blocks as CIDs, at least one, all of the tipset's height",
  ),
  v.transform((o) => ({ cids: o.Cids, blocks: o.Blocks, height: o.Height })),
);
export type TipSet = v.InferOutput<typeof tipSetJson>;

export const chainMessageJson = v.pipe(
  v.object({ Cid: cidJson, Message: messageJson }),
  v.transform((o) => ({ cid: o.Cid, message: o.Message })),
);
export type ChainMessage = v.InferOutput<typeof chainMessageJson>;

export const receiptJson = v.pipe(
  v.object({
    ExitCode: countJson,
    Return: bytesOrNullJson,
    GasUsed: integerJson,
    EventsRoot: v.nullish(cidJson, null),
  }),
  v.transform((o) => ({
    exitCode: o.ExitCode,
    return: o.Return,
    gasUsed: o.GasUsed,
    eventsRoot: o.EventsRoot,
  })),
);
export type Receipt = v.InferOutput<typeof receiptJson>;

export const blockMessagesJson = v.pipe(
  v.object({
    BlsMessages: listJson(messageJson),
    SecpkMessages: listJson(signedMessageJson),
    Cids: listJson(cidJson),
  }),
  v.transform((o) => ({ blsMessages: o.BlsMessages, secpkMessages: o.SecpkMessages, cids: o.Cids })),
);
export type BlockMessages = v.InferOutput<typeof blockMessagesJson>;

export const actorJson = v.pipe(
  v.object({
    Code: cidJson,
    Head: cidJson,
    Nonce: countJson,
    Balance: amountJson,
    DelegatedAddress: v.nullish(addressOrEmptyJson, null),
  }),
  v.transform((o) => ({
    code: o.Code,
    head: o.Head,
    nonce: o.Nonce,
    balance: o.Balance,
    delegatedAddress: o.DelegatedAddress,
  })),
);
export type Actor = v.InferOutput<typeof actorJson>;

const beneficiaryTermJson = v.pipe(
  v.object({ Quota: amountJson, UsedQuota: amountJson, Expiration: epochJson }),
  v.transform((o) => ({ quota: o.Quota, usedQuota: o.UsedQuota, expiration: o.Expiration })),
);
const pendingBeneficiaryJson = v.pipe(
  v.object({
    NewBeneficiary: addressJson,
    NewQuota: amountJson,
    NewExpiration: epochJson,
    ApprovedByBeneficiary: v.boolean(),
    ApprovedByNominee: v.boolean(),
  }),
  v.transform((o) => ({
    newBeneficiary: o.NewBeneficiary,
    newQuota: o.NewQuota,
    newExpiration: o.NewExpiration,
    approvedByBeneficiary: o.ApprovedByBeneficiary,
    approvedByNominee: o.ApprovedByNominee,
  })),
);

export const minerInfoJson = v.pipe(
  v.object({
    Owner: addressJson,
    Worker: addressJson,
    NewWorker: v.nullish(addressOrEmptyJson, null),
    ControlAddresses: listJson(addressJson),
    WorkerChangeEpoch: epochJson,
    PeerId: v.nullish(v.string(), null),
    Multiaddrs: listJson(bytesJson),
    WindowPoStProofType: integerJson,
    SectorSize: countJson,
    WindowPoStPartitionSectors: countJson,
    ConsensusFaultElapsed: epochJson,
    PendingOwnerAddress: v.nullish(addressOrEmptyJson, null),
    Beneficiary: addressJson,
    BeneficiaryTerm: v.nullish(beneficiaryTermJson, null),
    PendingBeneficiaryTerm: v.nullish(pendingBeneficiaryJson, null),
  }),
  v.transform((o) => ({
    owner: o.Owner,
    worker: o.Worker,
    newWorker: o.NewWorker,
    controlAddresses: o.ControlAddresses,
    /** −1 when no change is pending. */
    workerChangeEpoch: o.WorkerChangeEpoch,
    peerId: o.PeerId,
    multiaddrs: o.Multiaddrs,
    windowPoStProofType: o.WindowPoStProofType,
    sectorSize: o.SectorSize,
    windowPoStPartitionSectors: o.WindowPoStPartitionSectors,
    consensusFaultElapsed: o.ConsensusFaultElapsed,
    pendingOwner: o.PendingOwnerAddress,
    beneficiary: o.Beneficiary,
    beneficiaryTerm: o.BeneficiaryTerm,
    pendingBeneficiaryTerm: o.PendingBeneficiaryTerm,
  })),
);
export type MinerInfo = v.InferOutput<typeof minerInfoJson>;

const powerJson = v.pipe(
  v.object({ RawBytePower: amountJson, QualityAdjPower: amountJson }),
  v.transform((o) => ({ rawBytePower: BigInt(o.RawBytePower), qualityAdjPower: BigInt(o.QualityAdjPower) })),
);
export const minerPowerJson = v.pipe(
  v.object({ MinerPower: powerJson, TotalPower: powerJson, HasMinPower: v.boolean() }),
  v.transform((o) => ({ minerPower: o.MinerPower, totalPower: o.TotalPower, hasMinPower: o.HasMinPower })),
);
export type MinerPower = v.InferOutput<typeof minerPowerJson>;

export const minerSectorsJson = v.pipe(
  v.object({ Live: countJson, Active: countJson, Faulty: countJson }),
  v.transform((o) => ({ live: o.Live, active: o.Active, faulty: o.Faulty })),
);
export type MinerSectors = v.InferOutput<typeof minerSectorsJson>;

export const deadlineInfoJson = v.pipe(
  v.object({
    CurrentEpoch: epochJson,
    PeriodStart: epochJson,
    Index: countJson,
    Open: epochJson,
    Close: epochJson,
    Challenge: epochJson,
    FaultCutoff: epochJson,
    WPoStPeriodDeadlines: countJson,
    WPoStProvingPeriod: countJson,
    WPoStChallengeWindow: countJson,
    WPoStChallengeLookback: countJson,
    FaultDeclarationCutoff: countJson,
  }),
  v.transform((o) => ({
    currentEpoch: o.CurrentEpoch,
    periodStart: o.PeriodStart,
    index: o.Index,
    open: o.Open,
    close: o.Close,
    challenge: o.Challenge,
    faultCutoff: o.FaultCutoff,
    periodDeadlines: o.WPoStPeriodDeadlines,
    provingPeriod: o.WPoStProvingPeriod,
    challengeWindow: o.WPoStChallengeWindow,
    challengeLookback: o.WPoStChallengeLookback,
    faultDeclarationCutoff: o.FaultDeclarationCutoff,
  })),
);
export type DeadlineInfo = v.InferOutput<typeof deadlineInfoJson>;

export const bitFieldJson = v.pipe(listJson(countJson), reading<number[], Runs>(bitFieldFromJson));

export const actorStateJson = v.pipe(
  v.object({ Balance: amountJson, Code: cidJson, State: v.unknown() }),
  v.transform((o) => ({ balance: o.Balance, code: o.Code, state: o.State })),
);
export type ActorStateJson = v.InferOutput<typeof actorStateJson>;

export interface ExecutionTrace {
  message: {
    from: Address;
    to: Address;
    value: AttoFil;
    method: number;
    params: Uint8Array;
    paramsCodec: number;
    gasLimit: number;
    readOnly: boolean;
  };
  receipt: { exitCode: number; return: Uint8Array; returnCodec: number };
  /** The called actor before the call; null when nothing was called. */
  invokedActor: { id: ActorId; code: Cid } | null;
  gasCharges: { name: string; totalGas: number }[];
  subcalls: ExecutionTrace[];
}

const gasChargeJson = v.pipe(
  v.object({ Name: v.string(), tg: v.number() }),
  v.transform((o) => ({ name: o.Name, totalGas: o.tg })),
);

/** Calls nest up to 1,024 deep on chain; deeper ones exhaust the stack, which the client reports as a bad reply. */
const traceJson: v.GenericSchema<unknown, ExecutionTrace> = v.pipe(
  v.object({
    Msg: v.object({
      From: addressJson,
      To: addressJson,
      Value: amountJson,
      Method: countJson,
      Params: bytesOrNullJson,
      ParamsCodec: v.optional(countJson, 0),
      GasLimit: v.optional(v.number(), 0),
      ReadOnly: v.optional(v.boolean(), false),
    }),
    MsgRct: v.object({
      ExitCode: countJson,
      Return: bytesOrNullJson,
      ReturnCodec: v.optional(countJson, 0),
    }),
    InvokedActor: v.nullish(v.object({ Id: countJson, State: v.object({ Code: cidJson }) }), null),
    GasCharges: v.nullish(v.array(gasChargeJson), []),
    Subcalls: v.nullish(v.array(v.lazy((): v.GenericSchema<unknown, ExecutionTrace> => traceJson)), []),
  }),
  v.transform((o): ExecutionTrace => ({
    message: {
      from: o.Msg.From,
      to: o.Msg.To,
      value: o.Msg.Value,
      method: o.Msg.Method,
      params: o.Msg.Params,
      paramsCodec: o.Msg.ParamsCodec,
      gasLimit: o.Msg.GasLimit,
      readOnly: o.Msg.ReadOnly,
    },
    receipt: { exitCode: o.MsgRct.ExitCode, return: o.MsgRct.Return, returnCodec: o.MsgRct.ReturnCodec },
    invokedActor: o.InvokedActor === null ? null : { id: actorId(o.InvokedActor.Id), code: o.InvokedActor.State.Code },
    gasCharges: o.GasCharges ?? [],
    subcalls: o.Subcalls ?? [],
  })),
);

/** What Lotus gives for a message that failed before it ran: nothing, or a trace between undefined addresses. */
const noTraceJson = v.pipe(
  v.nullish(v.object({ Msg: v.object({ From: v.literal("<empty>") }) })),
  v.transform(() => null),
);

export const invocResultJson = v.pipe(
  v.object({
    MsgCid: cidJson,
    Msg: messageJson,
    MsgRct: v.nullable(receiptJson),
    GasCost: v.nullish(
      v.pipe(
        v.object({
          GasUsed: amountJson,
          BaseFeeBurn: amountJson,
          OverEstimationBurn: amountJson,
          MinerPenalty: amountJson,
          MinerTip: amountJson,
          Refund: amountJson,
          TotalCost: amountJson,
        }),
        v.transform((o) => ({
          gasUsed: BigInt(o.GasUsed),
          baseFeeBurn: o.BaseFeeBurn,
          overEstimationBurn: o.OverEstimationBurn,
          minerPenalty: o.MinerPenalty,
          minerTip: o.MinerTip,
          refund: o.Refund,
          totalCost: o.TotalCost,
        })),
      ),
      null,
    ),
    ExecutionTrace: v.union([noTraceJson, traceJson]),
    Error: v.optional(v.string(), ""),
  }),
  v.transform((o) => ({
    messageCid: o.MsgCid,
    message: o.Msg,
    receipt: o.MsgRct,
    gasCost: o.GasCost,
    /** null when the message failed before it ran. */
    trace: o.ExecutionTrace,
    /** The node's words; "" when the call went through. */
    error: o.Error,
  })),
);
export type InvocResult = v.InferOutput<typeof invocResultJson>;

export const messageLookupJson = v.pipe(
  v.object({ Message: cidJson, Receipt: receiptJson, TipSet: listJson(cidJson), Height: epochJson }),
  v.transform((o) => ({
    /** The message that was executed: another than asked for when it was replaced. */
    message: o.Message,
    receipt: o.Receipt,
    /** The tipset that holds the receipt, one after the one that holds the message. */
    tipSet: o.TipSet,
    height: o.Height,
  })),
);
export type MessageLookup = v.InferOutput<typeof messageLookupJson>;

export const actorEventJson = v.pipe(
  v.object({
    entries: listJson(
      v.pipe(
        v.object({ Flags: countJson, Key: v.string(), Codec: countJson, Value: bytesOrNullJson }),
        v.transform((o) => ({ flags: o.Flags, key: o.Key, codec: o.Codec, value: o.Value })),
      ),
    ),
    emitter: addressJson,
    reverted: v.boolean(),
    height: epochJson,
    tipsetKey: listJson(cidJson),
    msgCid: cidJson,
  }),
  v.transform((o) => ({
    entries: o.entries,
    emitter: o.emitter,
    reverted: o.reverted,
    height: o.height,
    tipSet: o.tipsetKey,
    messageCid: o.msgCid,
  })),
);
export type ActorEvent = v.InferOutput<typeof actorEventJson>;

export const headChangeJson = v.pipe(
  v.object({ Type: v.picklist(["current", "apply", "revert"]), Val: tipSetJson }),
  v.transform((o) => ({ type: o.Type, tipSet: o.Val })),
);
export type HeadChange = v.InferOutput<typeof headChangeJson>;
