/** A node that cannot start as asked: says why and what to change. */
export class NodeStartError extends Error {
  override readonly name = "NodeStartError";
}
