import { type DecideOptions, decide, type Verdict } from './decide.ts';
import { type JudgeCase, type Malformed, readCase } from './read-case.ts';

/** What `seatrial judge` answers for a case; effect and interval are relative changes, worse positive. */
export type JudgedCase = {
  readonly id: JudgeCase['id'];
  readonly verdict: Verdict;
  /** Null where nothing can be said, as of too few accepted runs. */
  readonly effect: number | null;
  readonly interval: readonly [low: number, high: number] | null;
  readonly reason: string;
};

/** Judges one line of NDJSON alone; a line that is no case is answered with what is wrong with it. */
export function judgeLine(text: string, options: DecideOptions): JudgedCase | Malformed {
  const read = readCase(text);
  return 'error' in read ? read : judgeCase(read, options);
}

/** Judges one case; what it says of itself goes before `options`. A caller cannot be asked for one more run, so an open case is `inconclusive`; its reason says so. */
export function judgeCase(
  { id, metric, baseline, candidate, ...own }: JudgeCase,
  options: DecideOptions = {},
): JudgedCase {
  const { verdict, effect, interval, reason } = decide(metric, baseline, candidate, { ...options, ...own });
  return {
    id,
    verdict: verdict === 'more' ? 'inconclusive' : verdict,
    effect: effect === null ? null : digits(effect),
    interval: interval && [digits(interval[0]), digits(interval[1])],
    reason,
  };
}

/** Six digits, and a number in JSON even where a hopeless interval overflows. */
const digits = (value: number): number => Number(Math.min(value, Number.MAX_VALUE).toPrecision(6));
