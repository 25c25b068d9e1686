import type { BenchPolicy } from '../../suites/bench/policy.ts';
import { cartesia } from '../../suites/platforms/cartesia/platform.ts';
import type { Platform } from '../../suites/platforms/platform.ts';
import type { Shift } from './life.ts';
import type { Weather } from './weather.ts';

/** How upgrades are tried. */
export interface Way {
  readonly title: string;
  readonly policy: BenchPolicy;
  /** Replaces the smallest change that counts of every compared criterion; null: as the workload says. */
  readonly limit: number | null;
  /** A/A runs before the first upgrade. */
  readonly calibrationRuns: number;
}

/** A cluster in its weather, tried in several ways: the same releases with the same luck in each of them. */
export interface Scenario {
  readonly title: string;
  readonly weather: Weather;
  readonly ways: readonly Way[];
  readonly shifts: readonly Shift[];
  /** Limits for which the judge is asked alone, to compare with. */
  readonly aloneAt: readonly number[];
}

const alone: Way = {
  title: 'limits 10 % and 15 %',
  policy: { besideUsers: false },
  limit: null,
  calibrationRuns: 0,
};
const calibrated: Way = {
  ...alone,
  title: `${alone.title}, calibrated`,
  calibrationRuns: 10,
};
const strict: Way = { ...alone, title: 'limit 5 %', limit: 0.05 };
const beside: Way = {
  title: 'one stream beside users, limit 10 %',
  policy: {},
  limit: null,
  calibrationRuns: 0,
};

/** The same share on every duration: a slower model. */
const all = (share: number): Shift => ({
  name: `+${share * 100} %`,
  ttfa: 1 + share,
  pace: 1 + share,
});
/** On time to first audio alone: a slower start. */
const first = (share: number): Shift => ({
  name: `+${share * 100} % on TTFA only`,
  ttfa: 1 + share,
  pace: 1,
});

/** Half of a run's variance is its release's, as of the stand-in's own noise, which is one of a pod and one of a minute. */
const usual = (spread: number): Weather => ({ spread, shared: 0.5, tails: 'normal', driftHours: null });

const other = (title: string, weather: Weather): Scenario => ({
  title: `σb ${weather.spread * 100} %, ${title}`,
  weather,
  ways: [alone],
  shifts: [all(0.1)],
  aloneAt: [],
});

export const scenarios: readonly Scenario[] = [
  ...[0.01, 0.02, 0.04].map((spread) => ({
    title: `σb ${spread * 100} %`,
    weather: usual(spread),
    ways: [alone, calibrated, strict, beside],
    shifts: [...[0.05, 0.1, 0.2].map(all), ...[0.05, 0.1, 0.2].map(first)],
    aloneAt: [0.1, 0.05],
  })),
  ...[0.02, 0.04].flatMap((spread) => [
    other('each run on its own', { ...usual(spread), shared: 0 }),
    other('heavy tails', { ...usual(spread), tails: 't4' }),
    other('drifting from hour to hour', { ...usual(spread), driftHours: 12 }),
  ]),
];

/** The platform with another limit on every criterion that is compared. */
export const platformWith = (limit: number | null): Platform =>
  limit === null
    ? cartesia
    : {
        ...cartesia,
        workloads: cartesia.workloads.map((workload) => ({
          ...workload,
          criteria: workload.criteria.map((one) =>
            one.minEffect === null ? one : { ...one, minEffect: limit },
          ),
        })),
      };
