import type { CheckInput } from './declared/definition.ts';
import { type Platform, type PlatformSuites, suitesOf } from './platforms/platform.ts';
import type { Suite, SuiteEntry } from './suite.ts';

/** A user's own platforms and checks: the default export of their `seatrial.config.ts`. */
export interface SeatrialConfig {
  readonly platforms?: readonly Platform[];
  /** Entries that are added to the suites of whatever platform is tried. */
  readonly checks?: Partial<Readonly<Record<'preflight' | 'verify' | 'smoke', readonly SuiteEntry[]>>>;
  /** Checks without code, as in a Trial. */
  readonly declared?: readonly CheckInput[];
}

/** Gives a configuration its type. */
export const defineConfig = (config: SeatrialConfig): SeatrialConfig => config;

/** The platform with the user's entries at the ends of its suites. An id that is taken would hide a check: it throws. */
export function withOwnChecks(platform: Platform, { checks = {} }: SeatrialConfig): Platform {
  const taken = new Set(suitesOf(platform).flatMap(({ entries }) => entries.map(({ check }) => check.id)));
  const own = Object.values(checks).flatMap((entries) => entries.map(({ check }) => check.id));
  const twice = own.find((id, index) => taken.has(id) || own.indexOf(id) !== index);
  if (twice !== undefined)
    throw new RangeError(`a check of your own is called ${twice}, which is taken: give it another id`);
  const added = (suite: Suite, entries: readonly SuiteEntry[] = []): Suite => ({
    ...suite,
    entries: [...suite.entries, ...entries],
  });
  const { preflight, verify, smoke } = platform.suites;
  const suites: PlatformSuites = {
    ...platform.suites,
    verify: added(verify, checks.verify),
    smoke: added(smoke, checks.smoke),
    ...((preflight || checks.preflight) && {
      preflight: added(preflight ?? { name: 'preflight', title: 'Preflight', entries: [] }, checks.preflight),
    }),
  };
  return { ...platform, suites };
}
