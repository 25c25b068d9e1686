/**
 * The saturation search: the highest concurrency, or rate, at which a service keeps its SLOs.
 *
 * ```ts
 * const result = await searchSaturation(plan, { mode: 'concurrency', max: 256, seconds: 600, gpus: 4 }, { id, driver });
 * if ('findings' in result) console.log(describe(result.findings).join('\n'));
 * ```
 */
export { describe } from './describe.ts';
export type {
  KneeFinding,
  LevelFinding,
  LittleFinding,
  SearchFindings,
  SearchOutcome,
  SearchStop,
} from './findings.ts';
export type { Measurement } from './next-probe.ts';
export { levelName, type SearchOptions, type SearchOptionsInput } from './options.ts';
export type { Probe } from './probe.ts';
export { type SearchHost, type SearchProgress, type SearchResult, searchSaturation } from './search.ts';
