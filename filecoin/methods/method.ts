import { methodNumber } from "../frc42.ts";
import type { MethodNumber } from "../units.ts";
import { decodeWith, encodeWith, type Codec, type ShownField } from "./codec.ts";

/** A method of a built-in actor: its name, its numbers, and the shapes of what goes in and comes out. */
export interface Method<P, R> {
  readonly name: string;
  /** The number below 2^24, which user actors may not call; null when there is none. */
  readonly internal: MethodNumber | null;
  /** The FRC-42 number any actor may call; null when there is none. */
  readonly exported: MethodNumber | null;
  /** null: takes no parameters. */
  readonly params: Labelled<P> | null;
  /** null: returns nothing. */
  readonly returns: Labelled<R> | null;
}

/** A shape with the labels under which its value is shown. */
export interface Labelled<T> {
  readonly codec: Codec<T>;
  fields(value: T): ShownField[];
}

/** A method looked up at run time, whose types are not known. */
export type AnyMethod = Method<never, never>;

/** Parameters or a return that do not fit the method. */
export class MethodShapeError extends Error {
  override readonly name = "MethodShapeError";
}

/** The value itself, without a tuple around it ("transparent" in builtin-actors), shown under `label`. */
export function bare<T>(label: string, codec: Codec<T>): Labelled<T> {
  return { codec, fields: (value) => [{ label, ...codec.show(value) }] };
}

/** A tuple, shown field by field. */
export function fieldsOf<T>(codec: Codec<T> & { fields(value: T): ShownField[] }): Labelled<T> {
  return { codec, fields: codec.fields };
}

interface Definition<P, R> {
  internal?: number;
  /** The FRC-42 number is that of the name. */
  exported?: true;
  params?: Labelled<P>;
  returns?: Labelled<R>;
}

/** Defines a method; without `params` or `returns` there are none. */
export function method<P = void, R = void>(name: string, definition: Definition<P, R>): Method<P, R> {
  return {
    name,
    internal: definition.internal ?? null,
    exported: definition.exported === true ? methodNumber(name) : null,
    params: definition.params ?? null,
    returns: definition.returns ?? null,
  };
}

/** The number an account signs: the FRC-42 one where there is one, for it works from every kind of sender. */
export function numberOf(m: Pick<AnyMethod, "name" | "internal" | "exported">): MethodNumber {
  const number = m.exported ?? m.internal;
  if (number === null) throw new MethodShapeError(`${m.name} has no number`);
  return number;
}

/** The parameters' bytes; empty for a method without parameters. */
export function encodeParams<P, R>(m: Method<P, R>, value: P): Uint8Array {
  return m.params === null ? new Uint8Array(0) : encodeWith(m.params.codec, value);
}

/** Reads parameters. Throws CborError, or MethodShapeError when bytes are present or absent against the rule. */
export function decodeParams<P, R>(m: Method<P, R>, bytes: Uint8Array): P {
  return decodeSide(m.params, bytes, `${m.name} parameters`);
}

/** The return's bytes; empty for a method that returns nothing. */
export function encodeReturn<P, R>(m: Method<P, R>, value: R): Uint8Array {
  return m.returns === null ? new Uint8Array(0) : encodeWith(m.returns.codec, value);
}

/**
 * Reads a return. An empty return of a method that returns something is refused: accounts and placeholders answer
 * every number with nothing. Throws CborError or MethodShapeError.
 */
export function decodeReturn<P, R>(m: Method<P, R>, bytes: Uint8Array): R {
  return decodeSide(m.returns, bytes, `${m.name} return`);
}

function decodeSide<T>(side: Labelled<T> | null, bytes: Uint8Array, what: string): T {
  if (side === null) {
    if (bytes.length > 0) throw new MethodShapeError(`${what}: expected nothing; got ${bytes.length} bytes`);
    return undefined as T;
  }
  if (bytes.length === 0) throw new MethodShapeError(`${what}: expected a value; got nothing`);
  return decodeWith(side.codec, bytes, what);
}
