import { describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../suites/engine/journal.ts';
import { ProbeError } from '../../suites/probes/probe-error.ts';
import { stillClock } from '../../suites/testing/fake-actions.ts';
import { attemptOf, checkedEntry, journalOf, planOf, settledEntry } from '../../suites/testing/plans.ts';
import { apiVersion } from '../resources/group.ts';
import type { TrialRun } from '../resources/trial-run.ts';
import { MemoryResources } from '../testing/memory-resources.ts';
import { boundedJournal, bytesOf, journalBytes } from './bounded-journal.ts';
import { RunJournal } from './run-journal.ts';

const [settled, checked] = journalOf(settledEntry(), checkedEntry('verify', 'images', 'pass')) as [
  JournalEntry,
  JournalEntry,
];

async function stored() {
  const runs = new MemoryResources<TrialRun>();
  const plan = planOf();
  await runs.create({
    apiVersion,
    kind: 'TrialRun',
    metadata: { name: 'r', namespace: 'n' },
    spec: { trial: 't', trigger: 'rollout', occurrence: plan.subject.occurrence, tag: null, plan },
    status: { journal: [] },
  });
  const open = async (signal = new AbortController().signal) =>
    new RunJournal(runs, (await runs.get('n', 'r'))!, stillClock, signal);
  return { runs, open, journal: async () => (await runs.get('n', 'r'))!.status.journal };
}

describe('RunJournal', () => {
  it('is stored with each entry, and says what a person wants to know', async () => {
    const { runs, open } = await stored();
    await (await open()).append(settled);
    expect((await runs.get('n', 'r'))!.status).toMatchObject({
      phase: 'Verifying',
      counts: { pass: 1 },
      journal: [settled],
    });
  });

  it('refuses to write over what another agent wrote', async () => {
    const { open, journal } = await stored();
    const [mine, theirs] = [await open(), await open()];
    await theirs.append(settled);
    await expect(mine.append(checked)).rejects.toMatchObject({ code: 'run-taken-over' });
    expect(await journal()).toEqual([settled]);
  });

  it('goes on when only labels changed', async () => {
    const { runs, open, journal } = await stored();
    const mine = await open();
    runs.touch('n', 'r');
    await mine.append(settled);
    expect(await journal()).toEqual([settled]);
  });

  it('writes once when the answer to a write was lost', async () => {
    const { runs, open, journal } = await stored();
    const mine = await open();
    let lost = 0;
    runs.afterWrite = () => {
      if (lost++ === 0) throw new ProbeError('timeout', 'no answer');
    };
    await mine.append(settled);
    await mine.append(checked);
    expect(await journal()).toEqual([settled, checked]);
  });

  it('waits for an API server that does not answer, and ends with the signal', async () => {
    const { runs, open } = await stored();
    const stop = new AbortController();
    const mine = await open(stop.signal);
    let asked = 0;
    runs.beforeWrite = () => {
      if (++asked === 3) stop.abort(new Error('told to stop'));
      throw new ProbeError('unreachable', 'down');
    };
    await expect(mine.append(settled)).rejects.toThrow('told to stop');
    expect(asked).toBe(3);
  });

  it('stops when the run was deleted', async () => {
    const { runs, open } = await stored();
    const mine = await open();
    await runs.delete('n', 'r');
    await expect(mine.append(settled)).rejects.toMatchObject({ code: 'run-gone' });
  });
});

describe('boundedJournal', () => {
  const long = (outcome: 'pass' | 'fail') => ({
    ...attemptOf(outcome, 'r'.repeat(1000)),
    evidence: { expected: 'e'.repeat(500), seen: 's'.repeat(1000) },
  });
  const many = (outcome: 'pass' | 'fail') =>
    Array.from(
      { length: 60 },
      (_, i): JournalEntry => ({
        kind: 'checked',
        at: settled.at,
        leg: 'release',
        suite: 'verify',
        check: `c${i}`,
        attempt: long(outcome),
      }),
    );

  it('cuts the evidence of what passed before that of what failed, and never an outcome', () => {
    const journal = [...many('pass').slice(0, 25), ...many('fail').slice(0, 10)];
    const kept = boundedJournal(journal);
    expect(bytesOf(kept)).toBeLessThanOrEqual(journalBytes);
    const attempts = kept.map((entry) => (entry.kind === 'checked' ? entry.attempt : null)!);
    expect(attempts.filter(({ evidence }) => evidence)).toHaveLength(10);
    expect(attempts.map(({ outcome }) => outcome)).toEqual([
      ...Array(25).fill('pass'),
      ...Array(10).fill('fail'),
    ]);
  });

  it('holds a run of sixty failures', () => {
    expect(bytesOf(boundedJournal(many('fail')))).toBeLessThanOrEqual(journalBytes);
  });

  it('leaves a small journal as it is', () => {
    expect(boundedJournal([settled, checked])).toEqual([settled, checked]);
  });
});
