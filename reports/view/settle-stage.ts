import type { RolloutObservation } from '../../suites/engine/journal.ts';
import type { RunRecord } from '../../suites/record/record.ts';
import type { Stage } from './stage.ts';
import { isPast } from './suite-stage.ts';
import { count, duration } from './text.ts';

/** The rollout itself as a line: how long it took, and what it cost its users. */
export function settleStage(record: RunRecord): Stage {
  const base = { key: 'settled', label: 'settled' };
  const settled = record.results.find((result) => result.suite === 'settle');
  if (!settled) {
    const state = isPast(record, 'release') ? 'skip' : 'running';
    return {
      ...base,
      state,
      text: state === 'skip' ? 'not run' : 'waiting until the rollout is over',
      details: [],
    };
  }
  const { rollout } = record;
  if (settled.outcome !== 'pass' || !rollout)
    return { ...base, state: settled.outcome, text: settled.reason, details: troubles(record) };
  const on = record.tag ? ` on ${record.tag}` : '';
  const where = `${count(rollout.pods, 'pod')} of ${count(rollout.workloads, 'workload')}${on}`;
  return {
    ...base,
    state: 'pass',
    text: [`${where} after ${duration(rollout.seconds)}`, ...lost(rollout)].join(', '),
    // A first install starts from nothing; only an upgrade takes away what was there.
    details: record.previousTag === null ? [] : dips(rollout),
  };
}

/** One line for each failing pod, with the last thing that was said of it. */
const troubles = ({ trouble }: RunRecord): string[] =>
  (trouble?.pods ?? []).map(({ pod, state, events, log }) =>
    [`${pod}: ${state}`, log.at(-1) ?? events[0]].filter(Boolean).join(' · '),
  );

function lost({ probe }: RolloutObservation): string[] {
  if (!probe || probe.requests === 0) return [];
  const gone = probe.failed + probe.cut;
  return [
    gone === 0 ? 'no request lost' : `${gone} of ${count(probe.requests, 'request')} lost`,
    ...(probe.expected > 0 ? [`${probe.expected} put off`] : []),
  ];
}

/** Workloads that had fewer pods available than they should while the release rolled out. */
export const dips = ({ leastAvailable }: RolloutObservation): string[] =>
  Object.entries(leastAvailable)
    .filter(([, { available, desired }]) => available < desired)
    .map(([name, { available, desired }]) => `${name} was down to ${available} of ${count(desired, 'pod')}`);
