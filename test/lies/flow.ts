import type { ActionForm } from "../../extension/shared/governance-views.ts";
import type { Body, MessageName, Reply } from "../../extension/shared/messages.ts";
import type { OperatorDeed } from "../../extension/shared/operator-deeds.ts";
import type { Scene } from "./scene.ts";

/** How one thing that the wallet can sign comes to be asked for. */
export interface Flow {
  readonly name: string;
  readonly message: Review;
  readonly deed?: OperatorDeed["deed"];
  readonly action?: ActionForm["kind"];
  /** what must have happened before, on the chain or in the wallet */
  readonly prepare?: (scene: Scene) => Promise<void>;
  readonly body: (scene: Scene) => unknown;
  /** honest nodes foresee that it fails, and it is not carried out */
  readonly refused?: true;
  /** amounts of its sentence that nothing need come up to */
  readonly bounds?: readonly string[];
  /** what it pays grows from one epoch to the next */
  readonly grows?: true;
  /** another message of the sender runs after it */
  readonly more?: true;
  /** what it changes, as observe.ts names it, besides the sender's fee and nonce */
  readonly changes: readonly string[];
}

interface Parts<N extends Review> extends Omit<Flow, "message" | "body"> {
  readonly message: N;
  readonly body: (scene: Scene) => Body<N> | Promise<Body<N>>;
}

/** Messages that end in an approval. */
export type Review = { [N in MessageName]: Reply<N> extends { approvalId: string } ? N : never }[MessageName];

export const flow = <N extends Review>(parts: Parts<N>): Flow => parts;
