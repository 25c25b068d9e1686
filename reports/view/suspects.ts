import type { Result } from '../../suites/record/result.ts';
import { mostSuspects, type Suspect } from '../../suites/record/suspect.ts';
import { count } from './text.ts';

/** What could explain the failures of results besides the release, each once. */
export function suspectsOf(results: readonly Result[]): Suspect[] {
  const blocking = results.filter((result) => result.gate === 'blocking');
  const seen = blocking.flatMap(({ suspects }) => suspects ?? []);
  return [...new Map(seen.map((one) => [`${one.kind} ${one.object}`, one])).values()];
}

/** `Node/gpu-3: its CPU was throttled for 38 % of the load`. */
export const suspectText = ({ object, words }: Suspect): string => `${object}: ${words}`;

/** Whether a failure is put down to something besides the release. */
export const isExplained = ({ outcome, suspects }: Result): boolean =>
  outcome === 'fail' && suspects !== undefined && suspects.length > 0;

const prefix = 'suspect: ';

export const isSuspectLine = (line: string): boolean => line.startsWith(prefix);

/** Where to look first: `Node/gpu-3, Pod/batch/train-0`. */
export const placesOf = (suspects: readonly Suspect[], most = 3): string =>
  [...new Set(suspects.map(({ object }) => object))].slice(0, most).join(', ');

/** One line for each suspect: where to look instead of at the release. */
export function suspectLines(results: readonly Result[], most: number = mostSuspects): string[] {
  const suspects = suspectsOf(results);
  const more = suspects.length - most;
  return [
    ...suspects.slice(0, most).map((one) => `${prefix}${suspectText(one)}`),
    ...(more > 0 ? [`and ${count(more, 'more suspect')}, in the report`] : []),
  ];
}
