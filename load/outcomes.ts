/** How a request ended; only `complete` counts as good. */
export const outcomes = [
  'complete',
  /** The connection ended in the middle of a message, chunk or announced length. */
  'truncated',
  /** The stream ended cleanly, without the protocol's last message. */
  'missing-terminator',
  'protocol-error',
  'timeout',
  'cancelled',
  /** A status other than success, or an error message of the protocol; see `statuses`. */
  'http-status',
  'connect-error',
  /** Complete by its protocol, but without anything that was asked for. */
  'no-content',
  /** Success, but a content type that the protocol cannot be. */
  'wrong-type',
  /** Beyond what an answer may bring (256 MiB, or 131,072 reads): endless. */
  'too-large',
] as const;
export type Outcome = (typeof outcomes)[number];
