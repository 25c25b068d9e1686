import type { Measured, PlannedBench } from '../../suites/bench/plan.ts';
import { median } from '../../suites/bench/states.ts';
import type { Suspect } from '../../suites/record/suspect.ts';
import { duration, number, percent } from './text.ts';

/** A number that the release has no part in, or that its users and the platform told meanwhile; as words. */
export interface Beside {
  readonly title: string;
  /** Median of the accepted runs, where they have it. */
  readonly accepted: string | null;
  /** One for each run; null where it was not seen. */
  readonly runs: readonly (string | null)[];
}

const known: Readonly<Record<string, string>> = {
  network_rtt_p50_ms: 'network round trip, p50',
  network_resent_share: 'network segments lost or disordered',
};

/** The name ends in the unit: `_ms`, `_share`. */
function inUnit(name: string, value: number): string {
  if (name.endsWith('_ms')) return `${number(value)} ms`;
  return name.endsWith('_share') ? percent(value) : number(value);
}

const titleOf = (name: string): string =>
  known[name] ?? name.replace(/_(ms|share)$/, '').replaceAll('_', ' ');

const namesOf = (records: readonly (Readonly<Record<string, unknown>> | undefined)[]): string[] => [
  ...new Set(records.flatMap((one) => Object.keys(one ?? {}))),
];

/** What else was measured around a benchmark's load: pods' age, the network, and the platform before it and during it. */
export function surroundings(plan: PlannedBench, runs: readonly Measured[]): Beside[] {
  const age = runs.map(({ podAgeSeconds }) => (podAgeSeconds === undefined ? null : duration(podAgeSeconds)));
  const accepted = plan.baseline?.controls ?? {};
  const controls = namesOf(runs.map((run) => run.controls)).map((name): Beside => {
    const before = accepted[name] ?? [];
    return {
      title: titleOf(name),
      accepted: before.length > 0 ? inUnit(name, median(before)) : null,
      runs: runs.map((run) => {
        const value = run.controls?.[name];
        return value === undefined ? null : inUnit(name, value);
      }),
    };
  });
  const background = namesOf(runs.map((run) => run.background)).map(
    (name): Beside => ({
      title: guardTitle(plan, name),
      accepted: null,
      runs: runs.map((run) => {
        const seen = run.background?.[name];
        return seen ? `${told(seen.before)} → ${told(seen.during)}` : null;
      }),
    }),
  );
  return [
    ...(age.some((one) => one !== null)
      ? [{ title: 'youngest pod was ready for', accepted: null, runs: age }]
      : []),
    ...controls,
    ...background,
  ];
}

const told = (value: number | null): string => (value === null ? 'not seen' : number(value));

/** A guard by the metric that it watches, and where it ends the load. */
function guardTitle({ guards }: PlannedBench, name: string): string {
  const metric = guards?.metrics.find((one) => one.name === name);
  if (metric) return `${metric.metric}${metric.max === null ? '' : `, at most ${number(metric.max)}`}`;
  return guards?.probe?.name === name ? 'a user waits for the first content, ms' : name;
}

/** Everything suspicious that the runs saw, each once with the runs that saw it, whether or not it mattered. */
export function sightings(runs: readonly Measured[]): { suspect: Suspect; runs: number[] }[] {
  const seen = new Map<string, { suspect: Suspect; runs: number[] }>();
  for (const { run, suspects } of runs)
    for (const suspect of suspects ?? []) {
      const key = `${suspect.kind} ${suspect.object}`;
      seen.set(key, { suspect, runs: [...(seen.get(key)?.runs ?? []), run] });
    }
  return [...seen.values()];
}
