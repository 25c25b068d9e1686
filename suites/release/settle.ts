import type { RolloutObservation } from '../engine/journal.ts';
import type { Clock } from '../engine/ports.ts';
import type { ClusterReader } from '../probes/kubernetes/reader.ts';
import { ProbeError } from '../probes/probe-error.ts';
import { type Finding, fail, inconclusive, pass } from '../record/finding.ts';
import { type ObservedRelease, observeRelease, type ReleaseQuery, type ReleaseReader } from './observe.ts';
import { RolloutProbe, type RolloutProbeOptions } from './rollout-probe.ts';
import { type RolloutSnapshot, settledness } from './settledness.ts';
import type { Occurrence, Subject } from './subject.ts';

export type SettleReader = ReleaseReader &
  ClusterReader<'list:replicasets' | 'list:pods' | 'list:endpointslices'>;

export interface SettleOptions {
  readonly query: ReleaseQuery;
  readonly deadlineSeconds: number;
  /** How long the release must stay settled before it is believed. */
  readonly quietSeconds: number;
  /** The occurrence that is waited for: another one ends the wait. Null: whatever settles. */
  readonly expected: Occurrence | null;
  /** Asked once a second while the rollout goes on; null asks nothing. */
  readonly probe: RolloutProbeOptions | null;
  /** Workloads may rest at zero replicas until they are asked: that is no reason to doubt the rollout. */
  readonly restsAtZero?: boolean;
  readonly progress: (text: string) => void;
}

export interface Settled {
  readonly finding: Finding;
  readonly observed: RolloutObservation | null;
  readonly subject: Subject | null;
}

const pollMs = 1000;

/** Waits until the rollout is over, and watches what it does to availability meanwhile. */
export async function settle(
  reader: SettleReader,
  clock: Clock,
  options: SettleOptions,
  signal: AbortSignal,
): Promise<Settled> {
  const started = clock.now().getTime();
  const probe = options.probe && new RolloutProbe(options.probe);
  let movedAtOnce: readonly string[] = [];
  const least: RolloutObservation['leastAvailable'] = {};
  let quietSince: number | null = null;
  let waiting = 'the release was not seen';
  let noRoom = false;
  let lastSeen: RolloutObservation | null = null;
  const seconds = () => (clock.now().getTime() - started) / 1000;

  while (seconds() < options.deadlineSeconds) {
    signal.throwIfAborted();
    await probe?.ask(signal);
    try {
      const release = await observeRelease(reader, options.query);
      if (!release) throw new ProbeError('bad-answer', 'the release is gone');
      const other = options.expected && !sameOccurrence(release.subject.occurrence, options.expected);
      if (other)
        return {
          finding: inconclusive('the release changed while it rolled out'),
          observed: null,
          subject: release.subject,
        };
      const seen = settledness(release.subject, await snapshot(reader));
      for (const [name, now] of Object.entries(seen.availability)) {
        const before = least[name];
        if (!before || now.available < before.available) least[name] = now;
      }
      if (seen.moving.length > movedAtOnce.length) movedAtOnce = seen.moving;
      const observed: RolloutObservation = {
        seconds: Math.round(seconds() * 10) / 10,
        pods: seen.pods,
        workloads: release.subject.workloads.length,
        leastAvailable: least,
        movedAtOnce: movedAtOnce.slice(0, 100),
        probe: probe ? { ...probe.counts } : null,
      };
      lastSeen = observed;
      if (seen.hopeless)
        return {
          finding: fail(`the rollout cannot end: ${seen.hopeless}`),
          observed,
          subject: release.subject,
        };
      noRoom = seen.noRoom;
      const open = [...(release.pending ? [release.pending] : []), ...seen.waiting];
      if (open.length > 0) {
        quietSince = null;
        waiting = open.join('; ');
        options.progress(waiting);
      } else {
        quietSince ??= clock.now().getTime();
        if (clock.now().getTime() - quietSince >= options.quietSeconds * 1000)
          return over(release, observed, options.restsAtZero ?? false);
        options.progress('settled, staying so');
      }
    } catch (error) {
      if (!(error instanceof ProbeError)) throw error;
      quietSince = null;
      options.progress(error.message);
    }
    await clock.sleep(pollMs, signal);
  }
  const reason = `not settled after ${options.deadlineSeconds} s: ${waiting}`;
  return {
    finding: noRoom || quietSince !== null ? inconclusive(reason) : fail(reason),
    observed: lastSeen,
    subject: null,
  };
}

const sameOccurrence = (a: Occurrence, b: Occurrence): boolean =>
  a.fingerprint === b.fingerprint && a.revision === b.revision;

function over(release: ObservedRelease, observed: RolloutObservation, restsAtZero: boolean): Settled {
  const { subject } = release;
  const empty = subject.workloads.filter((workload) => workload.replicas === 0);
  const names = `${empty.map((workload) => workload.name).join(', ')} at zero replicas`;
  // Where nothing at all runs, nobody would answer the request that wakes the others.
  const resting = restsAtZero && empty.length < subject.workloads.length;
  if (empty.length > 0 && !resting)
    return { finding: inconclusive(`${names}: not proven`), observed, subject };
  const text = `${observed.pods} pods of ${observed.workloads} workloads${subject.tag ? ` on ${subject.tag}` : ''} after ${Math.round(observed.seconds)} s${lossText(observed.probe)}`;
  const rest =
    empty.length > 0 ? `; ${names}: the smoke tests prove ${empty.length > 1 ? 'them' : 'it'}` : '';
  return { finding: pass(`${text}${rest}`), observed, subject };
}

function lossText(probe: RolloutObservation['probe']): string {
  if (!probe || probe.requests === 0) return '';
  const { requests, failed, cut, expected } = probe;
  const lost =
    failed + cut > 0 ? `${failed + cut} of ${requests} probe requests lost` : 'no probe request lost';
  return `, ${lost}${expected > 0 ? `, ${expected} put off` : ''}`;
}

async function snapshot(reader: SettleReader): Promise<RolloutSnapshot> {
  const [deployments, statefulSets, daemonSets, replicaSets, pods, endpointSlices] = await Promise.all([
    reader.list('deployments'),
    reader.list('statefulsets'),
    reader.list('daemonsets'),
    reader.list('replicasets'),
    reader.list('pods'),
    reader.list('endpointslices'),
  ]);
  return { deployments, statefulSets, daemonSets, replicaSets, pods, endpointSlices };
}
