import { minerFlows } from "./miner-flows.ts";
import { multisigFlows } from "./multisig-flows.ts";
import { ownerFlows } from "./owner-flows.ts";
import { rawFlows } from "./raw-flows.ts";
import { sendFlows } from "./send-flows.ts";
import { takeoverFlows } from "./takeover-flows.ts";
import { voteFlows } from "./vote-flows.ts";
import type { Flow } from "./flow.ts";

/** Everything that the wallet can sign, in an order in which one thing makes the next possible. */
export const FLOWS: readonly Flow[] = [...sendFlows, ...minerFlows, ...takeoverFlows, ...ownerFlows, ...rawFlows, ...multisigFlows, ...voteFlows];
