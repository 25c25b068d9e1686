/** Why a probe could not tell. Never the release's fault by itself: the engine answers `inconclusive`. */
export type ProbeErrorCode =
  | 'timeout'
  | 'unreachable'
  /** The answer had begun and ended in the middle. */
  | 'cut-off'
  | 'forbidden'
  | 'throttled'
  | 'server-error'
  | 'bad-answer';

/** A probe that got no usable answer. Checks let it pass through; the engine turns it into an inconclusive attempt. */
export class ProbeError extends Error {
  override readonly name = 'ProbeError';
  readonly code: ProbeErrorCode;

  constructor(code: ProbeErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
