import { afterAll, beforeAll, expect, test } from 'vitest';
import { sharedCluster } from '../../kind-fixtures/clusters/shared.ts';
import { cartesiaFixture } from '../../kind-fixtures/platforms/cartesia/fixture.ts';
import type { Journal } from '../../suites/engine/journal.ts';
import type { TrialRun } from '../resources/trial-run.ts';
import { Berth } from './berth.ts';

/**
 * Three releases in one life of a Trial, the agent killed in the middle of each: while it verifies, while it
 * measures, and while it rolls back. Nothing tells the agent of the releases.
 */
const { first, next } = cartesiaFixture.releaseTags;
const slowVoices = { id: 'slow-voices', delayMs: 6000 } as const;

let berth: Berth;
beforeAll(async () => {
  berth = await Berth.open(await sharedCluster(), 'voyage');
  await berth.upgrade({ tag: first, faults: [slowVoices] });
  // Up to four streams per GPU: two busy cores have to carry platform, load, agent and the control plane.
  await berth.boardAgent({
    bench: { besideUsers: false, maxRuns: 2, maxStreamsPerGpu: 4, measureSeconds: 4 },
  });
});
afterAll(() => berth?.[Symbol.asyncDispose]());

const kinds = (journal: Journal) => journal.map(({ kind }) => kind);
const count = (run: TrialRun, kind: string) => kinds(run.status.journal).filter((one) => one === kind).length;

const measuredIn = ({ status }: TrialRun) =>
  status.journal.flatMap((entry) => (entry.kind === 'measured' ? [entry.measured] : []));

/** How many runs counted. Each stands in the journal once; on a busy machine one may not count, and is made again. */
function validIn(run: TrialRun): number {
  const runs = measuredIn(run);
  expect(runs.map((one) => one.run)).toEqual(runs.map((_, index) => index + 1));
  return runs.filter(({ status }) => status === 'valid').length;
}

/** What a person would want to know of a run that ended otherwise. */
const why = (run: TrialRun): string =>
  JSON.stringify({
    reasons: run.status.reasons,
    measured: measuredIn(run).map(({ reason }) => reason),
    needsHuman: run.status.needsHuman,
  });

/** Every planned check has one answer, and the run was decided, told and ended once. */
function expectOnce({ spec, status }: TrialRun): void {
  const asked = status.journal.flatMap((entry) =>
    entry.kind === 'checked' && entry.leg === 'release' ? [`${entry.suite}/${entry.check}`] : [],
  );
  expect(asked).toEqual(spec.plan.checks.map(({ suite, check }) => `${suite}/${check}`));
  const signals = status.decision === 'promote' ? 0 : 1;
  const often = { decided: 1, 'signal-queued': signals, 'signal-delivered': signals, finished: 1 };
  for (const [kind, times] of Object.entries(often))
    expect([kind, kinds(status.journal).filter((one) => one === kind)]).toEqual([
      kind,
      Array(times).fill(kind),
    ]);
}

/** The Trial's status follows the end of its run at the agent's next look. */
const expectVerified = (wanted: object) =>
  expect
    .poll(async () => (await berth.trial()).status.lastVerified, { timeout: 30_000, interval: 300 })
    .toMatchObject(wanted);

test('a release that was there already passes, although the agent is killed while it verifies', async () => {
  const before = await berth.runWhere(
    1,
    (journal) => kinds(journal).filter((kind) => kind === 'checked').length >= 3,
  );
  const killed = await berth.killAgent();
  const run = await berth.finished(1);
  expect(before.status.journal.length).toBeLessThan(run.status.journal.length);
  expect(await berth.agentLife()).not.toBe(killed);
  expect(run.status, why(run)).toMatchObject({ phase: 'Passed', verdict: 'pass', decision: 'promote' });
  expectOnce(run);
  await expectVerified({
    revision: 1,
    source: 'helm',
    tag: first,
  });
});

test('the next release passes, although the agent is killed while it measures', async () => {
  expect(await berth.upgrade({ tag: next })).toBe(2);
  await berth.loadRunning();
  const killed = await berth.killAgent();
  expect(await berth.kindsNow(2)).not.toContain('measured');
  const run = await berth.finished(2);
  expect(await berth.agentLife()).not.toBe(killed);
  expect(run.status, why(run)).toMatchObject({ phase: 'Passed', verdict: 'pass', decision: 'promote' });
  expectOnce(run);
  expect(validIn(run), why(run)).toBeGreaterThan(0);
  expect(count(run, 'rollback-started')).toBe(0);
});

test('a slower release is rolled back once, although the agent is evicted and then killed while it does so', async () => {
  expect(await berth.upgrade({ tag: next, faults: [{ id: 'slower', percent: 60 }] })).toBe(3);
  await berth.loadRunning();
  await berth.evictAgent();
  await berth.runWhere(3, (journal) => kinds(journal).includes('rollback-started'));
  await berth.killAgent();
  expect(await berth.kindsNow(3)).not.toContain('rollback-ended');
  const run = await berth.finished(3);
  expect(run.status, why(run)).toMatchObject({
    phase: 'Failed',
    verdict: 'fail',
    decision: 'rollback',
    blame: 'release',
    rollback: { outcome: 'done', revision: 4 },
  });
  expect(run.status.needsHuman).toBeUndefined();
  expectOnce(run);
  expect(validIn(run), why(run)).toBe(2);
  expect(
    (await berth.history()).filter(({ description }) => /^Rollback|seatrial run/.test(description)),
  ).toEqual([expect.objectContaining({ revision: 4, status: 'deployed' })]);
  expect(await berth.rollbackJobs()).toHaveLength(1);
  await expectVerified({ revision: 4, tag: next });
});

test('only the rollback was told, once, and the rollback started no run of its own', async () => {
  const runs = await berth.runs();
  expect(runs.map(({ spec }) => spec.occurrence.revision).sort()).toEqual([1, 2, 3]);
  const told = runs.flatMap(({ status }) => status.signal?.id ?? []);
  expect(told).toHaveLength(1);
  expect((await berth.signals()).sort()).toEqual(told.sort());
});
