/** Why a fixture cannot be had: told to people in one sentence, mapped to an exit code by the CLI. */
export type FixtureErrorCode = 'usage' | 'unavailable' | 'internal';

/** Broken or missing infrastructure. `message` says what is wrong and what to do. */
export class FixtureError extends Error {
  override readonly name = 'FixtureError';
  readonly code: FixtureErrorCode;

  constructor(code: FixtureErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The outcome of something that may well fail: a value, or the reason as a sentence. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly code: FixtureErrorCode;
      readonly reason: string;
      readonly cause?: unknown;
    };

export const succeeded = <T>(value: T): Outcome<T> => ({ ok: true, value });

export const failed = (code: FixtureErrorCode, reason: string): Outcome<never> => ({
  ok: false,
  code,
  reason,
});

/** Runs `work` and turns a FixtureError into a value; any other error is a bug and passes through. */
export async function attempt<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return succeeded(await work());
  } catch (error) {
    if (error instanceof FixtureError) {
      return { ok: false, code: error.code, reason: error.message, cause: error.cause };
    }
    throw error;
  }
}
