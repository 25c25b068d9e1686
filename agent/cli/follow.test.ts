import { expect, test } from 'vitest';
import { stored } from '../../reports/testing/stored.ts';
import type { Clock } from '../../suites/engine/ports.ts';
import { ProbeError } from '../../suites/probes/probe-error.ts';
import type { TrialRun } from '../resources/trial-run.ts';
import { awaitRun, type FollowOptions, followRun } from './follow.ts';

const { plan, journal, ...record } = stored('rolled-back');

const runAt = (steps: number, activity?: string): TrialRun => ({
  apiVersion: 'seatrial.dev/v1alpha1',
  kind: 'TrialRun',
  metadata: { name: 'one', namespace: 'cartesia' },
  spec: { trial: 'cartesia', trigger: 'rollout', occurrence: plan.subject.occurrence, tag: null, plan },
  status: { journal: journal.slice(0, steps), ...(activity !== undefined && { activity }) },
});

/** What a look finds, one after another; the last stays. Time passes by sleeping alone. */
function following(looks: readonly (TrialRun | Error | null)[], patienceMs = 60_000): FollowOptions {
  let now = 0;
  let look = 0;
  const next = () => {
    const found = looks[Math.min(look++, looks.length - 1)]!;
    if (found instanceof Error) throw found;
    return found;
  };
  const clock: Clock = {
    now: () => new Date(now),
    sleep: async (milliseconds, signal) => {
      signal.throwIfAborted();
      now += milliseconds;
    },
  };
  return {
    namespace: 'cartesia',
    clock,
    patienceMs,
    signal: AbortSignal.timeout(5000),
    runs: { get: async () => next(), list: async () => [next()].filter((run) => run !== null) },
  };
}

const silent = new ProbeError('unreachable', 'get trialruns/one: no answer from the API server');

test('every step is shown once and in order, however the looks fall', async () => {
  const steps: number[] = [];
  const said: string[] = [];
  let end: unknown;
  const options = following([
    runAt(0),
    runAt(2, 'settling'),
    silent,
    runAt(2, 'settling'),
    runAt(3),
    runAt(journal.length),
  ]);
  const found = await followRun(options, 'one', {
    journaled: (_plan, seen) => void steps.push(seen.length),
    activity: (text) => void said.push(text),
    finished: (of) => {
      end = of;
    },
  });
  expect(steps).toEqual(Array.from({ length: journal.length + 1 }, (_, index) => index));
  expect(said).toEqual(['settling']);
  expect(found).toMatchObject({ verdict: record.verdict, decision: record.decision });
  expect(end).toBe(found);
});

test('a run that goes, or cannot be read, ends it with a sentence', async () => {
  await expect(followRun(following([runAt(1), null]), 'one', {})).rejects.toThrow(/is not there/);
  const forbidden = new ProbeError('forbidden', 'the API server answered 403');
  await expect(followRun(following([forbidden]), 'one', {})).rejects.toThrow(/may not be read/);
});

test('an API server that stays silent is forgiven for a while only', async () => {
  await expect(followRun(following([runAt(1), silent], 2000), 'one', {})).rejects.toBe(silent);
});

test('a run is awaited until it fits, and not for ever', async () => {
  const options = following([null, runAt(1)]);
  const run = await awaitRun(options, () => true, { milliseconds: 10_000, what: 'A run' });
  expect(run.metadata.name).toBe('one');
  const never = awaitRun(following([runAt(1)]), () => false, {
    milliseconds: 3000,
    what: 'The run of revision 2',
  });
  await expect(never).rejects.toThrow('The run of revision 2 did not appear in cartesia in time');
});
