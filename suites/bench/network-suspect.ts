import type { Suspect } from '../record/suspect.ts';
import type { Criterion, Measured, PlannedBench } from './plan.ts';
import { isErrorRate, isWait, roundTripsOf } from './round-trips.ts';
import { median, valuesOf } from './states.ts';

/** One segment in a hundred that is sent again holds up every second stream of seventy. */
const muchResent = 0.01;

/**
 * The network, where it could be why a criterion is beyond `limit`: its round trip grew by enough for half of a
 * regression, or more is lost than with the accepted runs. Where those do not tell, a round trip that makes up more
 * than half of the excess. It may explain a part only: who cannot tell the parts apart blames nobody.
 */
export function networkSuspect(
  bench: PlannedBench,
  criterion: Criterion,
  valid: readonly Measured[],
  limit: number,
): Suspect | null {
  const trips = roundTripsOf(criterion.definition);
  if (trips === null) return null;
  const rtt = controlOf(bench, valid, 'network_rtt_p50_ms');
  const resent = controlOf(bench, valid, 'network_resent_share');
  const slow = rtt !== null && couldExplain(rtt, trips, amissMs(bench, criterion, valid, limit, rtt));
  const lossy = resent !== null && resent.now - (resent.accepted ?? 0) >= muchResent;
  const words = [
    ...(slow ? [`network round trip ${said(rtt, (value) => `${short(value)} ms`)}`] : []),
    ...(lossy ? [`network segments sent again ${said(resent, (value) => `${short(100 * value)} %`)}`] : []),
  ];
  if (words.length === 0) return null;
  return { kind: 'network', object: 'Network/load-to-service', words: words.join('; ') };
}

/** A number of the network: in the runs of this release, and in the accepted ones where they have it. Medians. */
interface Control {
  readonly now: number;
  readonly accepted: number | null;
}

function controlOf(bench: PlannedBench, valid: readonly Measured[], name: string): Control | null {
  const now = valid.flatMap(({ controls }) => controls?.[name] ?? []);
  const accepted = bench.baseline?.controls?.[name] ?? [];
  if (now.length === 0) return null;
  return { now: median(now), accepted: accepted.length === 0 ? null : median(accepted) };
}

function couldExplain({ now, accepted }: Control, trips: number, amiss: number | null): boolean {
  const added = trips * (now - (accepted ?? 0));
  // Nothing to hold it against: then a round trip that doubled.
  if (amiss === null) return accepted !== null && now >= 2 * accepted;
  return added > 0 && (accepted === null ? added > amiss / 2 : added >= amiss / 2);
}

/** How much longer, in milliseconds, a request takes that is as far off as the finding says; null: nothing tells. */
function amissMs(
  bench: PlannedBench,
  criterion: Criterion,
  valid: readonly Measured[],
  limit: number,
  rtt: Control,
): number | null {
  const value = median(valuesOf(criterion, valid));
  const accepted = bench.baseline?.scalars[criterion.id];
  const share = accepted && rtt.accepted !== null ? criterion.minEffect : null;
  if (criterion.unit === 'ms') return share === null ? Math.abs(value - limit) : share * median(accepted!);
  const wait = shortestWait(bench, criterion.streamsPerGpu, valid);
  // Requests fail of a slow network where it makes them take twice as long, whatever share of them may.
  if (isErrorRate(criterion.definition))
    return rtt.accepted === null || wait === null ? Number.POSITIVE_INFINITY : 2 * wait;
  // Other rates and ratios change by the share by which requests take longer.
  const excess = criterion.better === 'lower' ? value / limit - 1 : limit / value - 1;
  return wait === null ? null : (share ?? excess) * wait;
}

/** The shortest time that a user waits for at a level, milliseconds. */
function shortestWait(
  { criteria, baseline }: PlannedBench,
  streamsPerGpu: number,
  valid: readonly Measured[],
): number | null {
  const waits = criteria
    .filter((one) => one.streamsPerGpu === streamsPerGpu && isWait(one.definition))
    .map((one) => baseline?.scalars[one.id] ?? valuesOf(one, valid))
    .filter((values) => values.length > 0);
  return waits.length === 0 ? null : Math.min(...waits.map(median));
}

const said = ({ now, accepted }: Control, shown: (value: number) => string): string =>
  `${shown(now)}, ${accepted === null ? 'not known of the accepted runs' : `${shown(accepted)} with the accepted runs`}`;

const short = (value: number): string => String(Number(value.toPrecision(2)));
