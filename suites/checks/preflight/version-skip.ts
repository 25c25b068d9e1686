import { defineCheck } from '../../check.ts';
import { type Finding, fail, inconclusive, pass, skip } from '../../record/finding.ts';
import { deployedIn } from './deployed.ts';
import { compareVersions, textOfVersion, type Version, versionIn } from './version.ts';

/** What a release says of its version. */
export interface ReleaseVersion {
  readonly tag: string | null;
  readonly appVersion: string | null;
  readonly chartVersion: string | null;
}

export interface VersionSkipOptions {
  /** The platform's version of a release; the app's version, else the chart's, unless given. */
  readonly versionOf?: (release: ReleaseVersion) => Version | null;
  /** Minor versions that may be passed over at once; 6 unless given. */
  readonly mostMinors?: number;
  /** Versions that release notes name as waypoints, oldest first. */
  readonly waypoints?: readonly string[];
  readonly forwardOnly?: (from: string, to: string) => string | null;
}

const usual = ({ appVersion, chartVersion }: ReleaseVersion): Version | null =>
  versionIn(appVersion) ?? versionIn(chartVersion);

/** No more minor versions at once than the vendor supports, and no boundary crossed unawares that has no way back. */
export const versionSkip = (options: VersionSkipOptions = {}) =>
  defineCheck({
    id: 'preflight.version-skip',
    title: 'The upgrade passes over no more versions than are supported',
    question: 'May one go from the deployed version to this one at once, and back?',
    needs: { helm: true },
    timeoutSeconds: 30,
    blames: 'release',
    source: 'Upgrades & rollback, Stability rules: no more than 6 minor versions at once',
    hint: 'upgrade through the waypoints that the release notes list',
    async run({ helm, subject, target }) {
      if (!target) return skip('no chart was given to upgrade to');
      const deployed = deployedIn(await helm.revisions());
      if (!deployed) return inconclusive('Helm has no deployed revision to upgrade from');
      const versionOf = options.versionOf ?? usual;
      const from = versionOf({
        tag: subject.tag,
        appVersion: deployed.chart.appVersion,
        chartVersion: deployed.chart.version,
      });
      const to = versionOf({
        tag: target.tag,
        appVersion: target.chart.appVersion,
        chartVersion: target.chart.version,
      });
      const [old, next] = [subject.tag ?? deployed.chart.version, target.tag ?? target.chart.version];
      const oneWay = options.forwardOnly?.(old, next) ?? null;
      const told = oneWay === null ? '' : `; there is no way back from it: ${oneWay}`;
      if (!from || !to) return inconclusive(`the version of ${from ? next : old} cannot be read${told}`);
      return judge(from, to, options, told);
    },
  });

function judge(from: Version, to: Version, options: VersionSkipOptions, told: string): Finding {
  const { mostMinors = 6 } = options;
  const step = `${textOfVersion(from)} to ${textOfVersion(to)}`;
  const seen = { expected: `at most ${mostMinors} minor versions at once`, seen: step };
  if (compareVersions(to, from) < 0)
    return inconclusive(
      `${step} is a way back: a rollback keeps what belongs together, an upgrade may not`,
      seen,
    );
  const marks = waypoints(from, to, mostMinors, options.waypoints ?? []);
  const via = marks.length > 0 ? `: go through ${marks.join(', ')}` : '';
  if (to.major > from.major)
    return inconclusive(
      `${step} is a new major version: read its release notes for the waypoints${via}${told}`,
      seen,
    );
  const minors = to.minor - from.minor;
  return minors > mostMinors
    ? fail(`${step} is ${minors} minor versions at once, supported are ${mostMinors}${via}${told}`, seen)
    : pass(`${step} is ${minors} minor versions${told}`, seen);
}

/** The vendor's waypoints on the way; where none are known, the farthest version of each allowed step. */
function waypoints(from: Version, to: Version, most: number, named: readonly string[]): string[] {
  const onTheWay = named.filter((text) => {
    const version = versionIn(text);
    return version && compareVersions(version, from) > 0 && compareVersions(version, to) < 0;
  });
  if (onTheWay.length > 0 || to.major !== from.major) return onTheWay;
  const steps = Math.ceil((to.minor - from.minor) / most) - 1;
  return Array.from(
    { length: Math.max(0, steps) },
    (_, step) => `${from.major}.${from.minor + most * (step + 1)}`,
  );
}
