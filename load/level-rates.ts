import { rates, type ThroughputId } from './definitions.ts';
import type { Protocol } from './protocols/index.ts';
import type { Tally } from './records.ts';
import type { Scalar } from './result.ts';

/** What a throughput is the sum of, and what must be able to bring it for a zero to mean something. */
const sums: Readonly<Record<ThroughputId, { of: keyof Tally['shares']; kind?: OutputKind | 'any' }>> = {
  requests_per_second: { of: 'requests', kind: 'any' },
  goodput: { of: 'good', kind: 'any' },
  chars_per_second: { of: 'characters', kind: 'audio' },
  audio_seconds_per_second: { of: 'audioSeconds', kind: 'audio' },
  input_audio_seconds_per_second: { of: 'inputSeconds' },
  output_tokens_per_second: { of: 'outputTokens' },
  text_events_per_second: { of: 'textEvents' },
  prompt_tokens_per_second: { of: 'promptTokens' },
  items_per_second: { of: 'items', kind: 'items' },
};
type OutputKind = Protocol['output']['kind'];

/** A level's throughput and ratios. What complete requests brought none of is left out: it does not apply. */
export function rateScalars(tally: Tally, windowSeconds: number, output: OutputKind = 'audio'): Scalar[] {
  const { counts, shares, errors } = tally;
  const scalar = (id: string, value: number, samples: number): Scalar => {
    const { unit } = rates[id]!;
    return { definition: id, value, unit, samples };
  };
  const told = counts.tokensTold > 0 && counts.tokensTold === counts.complete;
  const hidden: ThroughputId = told ? 'text_events_per_second' : 'output_tokens_per_second';
  const applies = ([id, { of, kind }]: [string, (typeof sums)[ThroughputId]]) =>
    id !== hidden && (kind === 'any' || shares[of] > 0 || (counts.complete === 0 && kind === output));
  const perSecond = Object.entries(sums)
    .filter(applies)
    .map(([id, { of }]) => scalar(id, shares[of] / windowSeconds, counts.complete));
  const { started } = counts;
  const failures = Object.entries(errors)
    .map(([outcome, count]) => [`error_rate_${outcome.replaceAll('-', '_')}`, count] as const)
    .filter(([id]) => rates[id] !== undefined);
  return [
    ...(windowSeconds > 0 ? perSecond : []),
    ...(started > 0
      ? [
          scalar('error_rate', counts.failed / started, started),
          ...failures.map(([id, count]) => scalar(id, count / started, started)),
          scalar('good_ratio', counts.good / started, started),
        ]
      : []),
  ];
}
