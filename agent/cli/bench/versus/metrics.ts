import { definitions } from '../../../../load/definitions.ts';
import type { PairedMetric } from '../../../../load/judge/pairs/compare.ts';
import type { LoadPlan } from '../../../../load/plan.ts';
import type { Protocol } from '../../../../load/protocols/index.ts';
import type { Workload } from '../../../../suites/platforms/workload.ts';
import { levelWords } from '../levels.ts';

/** A number that both services are compared by. */
export type VersusMetric = PairedMetric & {
  /** Level and definition, such as `0/ttfa_p50`. */
  readonly id: string;
  readonly definition: string;
  /** Index into the plan's levels. */
  readonly level: number;
  readonly unit: string;
  /** Primary ones decide; the others are shown. */
  readonly primary: boolean;
  /** By the workload: where it is missing, nothing can be said; others are then left out. */
  readonly declared: boolean;
};

/** Requests that failed, over all levels: whatever else is quicker, a service that answers less is no better. */
export const failedRequests: VersusMetric = {
  id: 'failed',
  definition: 'error_rate',
  level: 0,
  name: 'failed requests',
  better: 'lower',
  scale: 'share',
  unit: 'ratio',
  primary: true,
  declared: true,
};

/** Per token, second of audio or character where it can be: an answer that is longer is not a slower one. */
const usual: Readonly<Record<Protocol['output']['kind'], readonly string[]>> = {
  audio: ['ttfa_p50', 'ttfa_p95', 'rtf_p50', 'chars_per_second'],
  text: ['ttft_p50', 'ttft_p95', 'tpot_p50', 'output_tokens_per_second'],
  items: ['e2e_p50', 'e2e_p95', 'items_per_second'],
};
const usualOfListeners = ['ttft_p50', 'ttft_p95', 'rtfx_p50', 'input_audio_seconds_per_second'];

/** Shown beside. */
const advisory = ['tpot_events_p50', 'gap_p50', 'gap_p95', 'e2e_p50', 'e2e_p95', 'requests_per_second'];

/**
 * What is compared, declared before anything is measured: the primary criteria of the workload, or what suits the
 * protocol. Throughput only in a closed loop: in an open one it is what was asked for.
 */
export function metricsFor(
  plan: LoadPlan,
  protocol: Protocol,
  workload: Pick<Workload, 'criteria'> | undefined,
): VersusMetric[] {
  const declared = (workload?.criteria ?? [])
    .filter(({ primary, minEffect }) => primary && minEffect !== null)
    .map(({ definition }) => definition);
  const suits = protocol.clip === undefined ? usual[protocol.output.kind] : usualOfListeners;
  const primaries = new Set(declared.length > 0 ? declared : suits);
  const all = [...primaries, ...advisory.filter((one) => !primaries.has(one))];
  const several = plan.levels.length > 1;
  const measured = plan.levels.flatMap((level, index) =>
    all.flatMap((id): VersusMetric[] => {
      const definition = definitions.get(id);
      if (!definition || (id.endsWith('_per_second') && !('streams' in level))) return [];
      const { better, unit } = definition;
      const name = `${nameOf(id)}${several ? ` at ${levelWords(level)}` : ''}`;
      const primary = primaries.has(id);
      const known = { id: `${index}/${id}`, definition: id, level: index };
      return [{ ...known, name, better, scale: 'ratio', unit, primary, declared: declared.includes(id) }];
    }),
  );
  return [...measured, failedRequests];
}

const short: Readonly<Record<string, string>> = {
  ttfa: 'TTFA',
  ttft: 'TTFT',
  tpot: 'TPOT',
  tpot_events: 'time per event',
  e2e: 'whole request',
  rtf: 'RTF',
  rtfx: 'RTFx',
  requests_per_second: 'requests/s',
  chars_per_second: 'chars/s',
  output_tokens_per_second: 'tokens/s',
  items_per_second: 'items/s',
  input_audio_seconds_per_second: 'audio s/s heard',
};

function nameOf(id: string): string {
  const [, measure = id, percentile] = /^(.*)_(p\d+|max)$/.exec(id) ?? [];
  const name = short[measure] ?? measure.replaceAll('_', ' ');
  return percentile === undefined ? name : `${name} ${percentile}`;
}
