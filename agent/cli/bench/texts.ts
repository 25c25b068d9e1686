import { type MeasureId, measures } from '../../../load/definitions.ts';
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
  return `${classes.join(', ')}${sample === undefined ? '' : `; such as: ${plain(sample).replace(/^[a-z-]+: /, '')}`}`;
}

const rateWords: Readonly<Record<string, string>> = {
  requests_per_second: 'requests/s',
  chars_per_second: 'chars/s',
  output_tokens_per_second: 'tokens/s out',
  prompt_tokens_per_second: 'tokens/s in',
  text_events_per_second: 'events/s',
  items_per_second: 'items/s',
  audio_seconds_per_second: 'audio s/s',
  input_audio_seconds_per_second: 'audio s/s heard',
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
export function goodputText({ goodput, good_ratio }: LevelDocument, { slos }: LoadPlan): string {
  const limits = slos
    .map(
      ({ measure, max }) =>
        `${measure} ≤ ${number(max)} ${measures[measure as MeasureId]?.unit === 'ms' ? 'ms' : ''}`,
    )
    .join(', ');
  if (goodput === null || good_ratio === null) return `not known   ${limits}`;
  return `${number(goodput)} requests/s, ${percent(good_ratio)} of all kept ${limits}`;
}
