import { inspect } from 'node:util';

/** Exit codes, as `README.md` promises them. 64, 69 and 70 are those of `sysexits.h`. */
export const exitCodes = {
  pass: 0,
  fail: 1,
  /** Nobody may take this for a pass or for a fail of the release. */
  inconclusive: 2,
  usage: 64,
  unavailable: 69,
  internal: 70,
  /** 128 + SIGINT. */
  interrupted: 130,
} as const;

export type CliErrorCode = 'usage' | 'unavailable' | 'internal';

/** An end of the command that the user can do something about. `message` says what is wrong and what to do. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly code: CliErrorCode;

  constructor(code: CliErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** The reason that a signal leaves behind in the command's abort signal. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

export interface Explanation {
  readonly exitCode: number;
  /** One sentence, without the program's name. Empty where nothing needs saying. */
  readonly sentence: string;
}

/** A value that an expected outcome came as: the fixtures' functions answer these instead of throwing. */
type Refusal = {
  readonly ok: false;
  readonly code: CliErrorCode;
  readonly reason: string;
  readonly cause?: unknown;
};

/** The value of an outcome; a refusal is thrown as a CLI error. */
export function unwrap<T>(outcome: { readonly ok: true; readonly value: T } | Refusal): T {
  if (outcome.ok) return outcome.value;
  throw new CliError(outcome.code, outcome.reason, outcome.cause);
}

const networkCodes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name cannot be looked up',
  ETIMEDOUT: 'no answer in time',
  EHOSTUNREACH: 'there is no route to it',
};

const fileCodes: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'it may not be read or written by this user',
  EISDIR: 'it is a folder',
  ENOSPC: 'the disk is full: make room and try again',
  EROFS: 'the disk is read-only',
};

/** Turns whatever ended a command into an exit code and a sentence. What is not expected is our bug. */
export function explain(error: unknown): Explanation {
  if (!(error instanceof Error)) return bug(inspect(error));
  const code = (error as { code?: unknown }).code;
  if (error instanceof Interrupted) return { exitCode: exitCodes.interrupted, sentence: error.message };
  // Errors of the fixtures and of the user's files carry the same codes; their class is not known here, because they are loaded late.
  if (/^(Cli|Fixture|Input)Error$/.test(error.name) && isOurs(code))
    return code === 'internal' ? bug(error.message) : { exitCode: exitCodes[code], sentence: error.message };
  if (error.name === 'ProbeError')
    return {
      exitCode: exitCodes.unavailable,
      sentence: `${error.message}. Check that the cluster is reachable and that you may read from it.`,
    };
  if (typeof code === 'number' && error.message.startsWith('HTTP-Code'))
    return {
      exitCode: exitCodes.unavailable,
      sentence: `The API server answered ${code}: ${apiMessage(error)}.`,
    };
  if (typeof code === 'string' && networkCodes[code])
    return {
      exitCode: exitCodes.unavailable,
      sentence: `${addressOf(error)} cannot be reached: ${networkCodes[code]}.`,
    };
  if (typeof code === 'string' && fileCodes[code]) {
    const path = (error as { path?: string }).path ?? 'A file';
    return { exitCode: exitCodes.unavailable, sentence: `${path} cannot be used: ${fileCodes[code]}.` };
  }
  return bug(error.message);
}

/** What the API server said, in the body that the client library leaves as text. */
function apiMessage(error: Error): string {
  try {
    const { message } = JSON.parse(String((error as { body?: unknown }).body)) as { message?: string };
    return message?.replace(/\s+/g, ' ').replace(/\.$/, '') || 'it gave no reason';
  } catch {
    return 'it gave no reason';
  }
}

const isOurs = (code: unknown): code is CliErrorCode =>
  code === 'usage' || code === 'unavailable' || code === 'internal';

function addressOf(error: Error): string {
  const { address, port, hostname } = error as { address?: string; port?: number; hostname?: string };
  const host = hostname ?? address;
  return host ? `${host}${port ? `:${port}` : ''}` : 'The address';
}

const bug = (message: string): Explanation => ({
  exitCode: exitCodes.internal,
  sentence: `This is a bug of Seatrial's (${message.split('\n')[0]}). Run it again with --debug and report what it prints.`,
});

/** The error with its stack and all its causes, for `--debug`. */
export const detailsOf = (error: unknown): string => inspect(error, { depth: 6 });
