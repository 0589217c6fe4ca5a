import type { ErrorCode, ErrorParams } from "./error-codes.ts";

/** A refusal that reaches the page as {ok: false, code, params}; the page's catalogue has the words. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  constructor(
    readonly code: ErrorCode,
    readonly params: ErrorParams = {},
    options?: { cause?: unknown },
  ) {
    super(`${code} ${JSON.stringify(params)}`, options);
  }
}

/** The text of anything thrown, without secrets: our errors never carry any. */
export const detailOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 300);
