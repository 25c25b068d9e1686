import type { LoadPlan } from '../../../load/plan.ts';
import { number, percent, plain } from '../../../reports/view/text.ts';
import type { LevelDocument } from './document.ts';

/** How the requests of a level failed: `18 http-status (429: 12, 503: 6), 2 timeout: 'too many requests'`. */
export function errorText({ error_classes, statuses, error_samples }: LevelDocument): string {
  const told = Object.entries(statuses).map(([status, times]) => `${status}: ${number(times)}`);
  const classes = Object.entries(error_classes).map(
    ([name, times]) =>
      `${number(times)} ${name}${name === 'http-status' && told.length > 0 ? ` (${told.join(', ')})` : ''}`,
  );
  const [sample] = error_samples;
  return `${classes.join(', ')}${sample === undefined ? '' : `; such as: ${plain(sample)}`}`;
}

const rateWords: Readonly<Record<string, string>> = {
  requests_per_second: 'requests/s',
  chars_per_second: 'chars/s',
  tokens_per_second: 'tokens/s',
  items_per_second: 'items/s',
  audio_seconds_per_second: 'audio s/s',
  audio_in_seconds_per_second: 'audio s/s in',
};

export function throughputText({ rates, load }: LevelDocument): string {
  const parts = Object.entries(rateWords).flatMap(([id, word]) => {
    const rate = rates[id];
    return rate === undefined || rate === 0 ? [] : [`${number(rate)} ${word}`];
  });
  const wanted = 'rate' in load && load.rampTo === undefined ? ` (${number(load.rate)} wanted)` : '';
  const [first = 'nothing came', ...more] = parts;
  return [`${first}${wanted}`, ...more].join('   ');
}

/** Requests that kept every service level, a second and as a share of those that were started. */
export function goodputText({ counts, window_s }: LevelDocument, { slos }: LoadPlan): string {
  const limits = slos.map(({ measure, max }) => `${measure} ≤ ${number(max)}`).join(', ');
  const { good, started } = counts as LevelDocument['counts'] & { good?: number };
  if (good === undefined || started === 0 || window_s === 0) return `not known   ${limits}`;
  return `${number(good / window_s)}/s, ${percent(good / started)} of the requests kept ${limits}`;
}
