/**
 * Reads of linked structures, written once for stores that answer at once and for nodes that take their time: a walk yields the links it
 * needs next and is given what is behind them, in the same order. Who drives it decides how to read, and reads side by side what is asked together.
 */
export type Walk<Link, Node, T> = Generator<readonly Link[], T, readonly Node[]>;

/** Drives a walk over what can be read at once. */
export function walkNow<Link, Node, T>(walk: Walk<Link, Node, T>, open: (link: Link) => Node): T {
  let step = walk.next();
  while (step.done !== true) step = walk.next(step.value.map(open));
  return step.value;
}

/** Drives a walk over what comes later; links that are asked together are read side by side. */
export async function walkLater<Link, Node, T>(walk: Walk<Link, Node, T>, open: (link: Link) => Promise<Node>): Promise<T> {
  let step = walk.next();
  while (step.done !== true) step = walk.next(await Promise.all(step.value.map(open)));
  return step.value;
}

/** The same walk over what is stored, each thing decoded as it comes. */
export function* decoding<Link, Raw, Node, T>(walk: Walk<Link, Node, T>, decode: (raw: Raw, link: Link) => Node): Walk<Link, Raw, T> {
  let step = walk.next();
  while (step.done !== true) {
    const links = step.value;
    const raws = yield links;
    step = walk.next(links.map((link, i) => decode(raws[i] as Raw, link)));
  }
  return step.value;
}
