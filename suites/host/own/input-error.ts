/** Something is wrong with a file that the user gave. `message` says what, and what to do. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly code = 'usage';

  constructor(message: string, cause?: unknown) {
    super(message, { cause });
  }
}
