import type { Result } from '../record/result.ts';
import type { Suspect } from '../record/suspect.ts';

/** Whom the verdict blames, in the report's words. */
export type Culprit = 'release' | 'environment' | 'already failing before' | 'unknown' | 'nobody';

/** Why a release is not blamed for a failure, and who is instead. */
interface Excuse {
  readonly culprit: Culprit;
  readonly because: string;
}

interface Before {
  readonly failedBefore: readonly string[];
  readonly notGoodBefore: readonly string[];
}

/** What compares with how it was: during the trial, and after it. */
const benchmarks: ReadonlySet<string> = new Set(['bench', 'soak']);

/** Why the release is not to blame for a failed result; null where it is. */
export function excuseOf({ failedBefore, notGoodBefore }: Before, result: Result): Excuse | null {
  if (failedBefore.includes(result.check))
    return { culprit: 'already failing before', because: 'failed before this rollout already' };
  if (result.blames === 'environment') return { culprit: 'environment', because: "not the release's doing" };
  if (result.suspects && result.suspects.length > 0)
    return { culprit: 'environment', because: `not blamed on the release: ${named(result.suspects)}` };
  if (benchmarks.has(result.suite) && notGoodBefore.length > 0) {
    const failed = someOf(notGoodBefore).join(', ');
    return {
      culprit: 'unknown',
      because: `not blamed on the release: the state before it was not good, ${failed} failed`,
    };
  }
  return null;
}

/** Whom to look at first where several are to blame. */
export function heaviest(excuses: readonly Excuse[]): Culprit {
  const order: readonly Culprit[] = ['environment', 'already failing before'];
  return order.find((one) => excuses.some(({ culprit }) => culprit === one)) ?? 'unknown';
}

const named = (suspects: readonly Suspect[]): string =>
  someOf(suspects.map(({ object, words }) => `${object}: ${words}`)).join('; ');

/** A reason is read at night, and kept: it names so many and counts the rest. */
const mostNamed = 3;

const someOf = (names: readonly string[]): string[] => [
  ...names.slice(0, mostNamed),
  ...(names.length > mostNamed ? [`${names.length - mostNamed} more`] : []),
];
