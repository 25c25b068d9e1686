import { KubeConfig } from '@kubernetes/client-node';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JournalEntry } from '../../suites/engine/journal.ts';
import { platforms } from '../../suites/platforms/index.ts';
import { recordOf } from '../../suites/record/record.ts';
import { observeRelease } from '../../suites/release/observe.ts';
import { planOf } from '../../suites/testing/plans.ts';
import { soakOf } from '../../suites/testing/soaking.ts';
import { apiVersion, trialLabel } from '../resources/group.ts';
import type { Trial } from '../resources/trial.ts';
import type { TrialRun } from '../resources/trial-run.ts';
import { deployed, fakeHost, PassingClock, trialOf } from '../testing/fake-host.ts';
import type { AgentHost } from './host.ts';
import { TrialWorker } from './trial-worker.ts';

beforeEach(() => {
  // The one thing that a run does outside of the ports: an Event on the Trial.
  const createNamespacedEvent = vi.fn(async () => ({}));
  vi.spyOn(KubeConfig.prototype, 'makeApiClient').mockReturnValue({ createNamespacedEvent } as never);
});
afterEach(() => vi.restoreAllMocks());

/** A run of what is deployed that was accepted, by an agent that was killed before it could tell. */
async function soakingRun(host: AgentHost): Promise<TrialRun> {
  const { tagOf } = platforms.cartesia!;
  const query = { release: 'cartesia', revisions: 'workloads', tagOf } as const;
  const { subject } = (await observeRelease(host.readerOf('cartesia'), query))!;
  const plan = planOf({ subject, createdAt: '2026-06-10T02:50:00.000Z', soak: soakOf() });
  const at = '2026-06-10T02:59:00.000Z';
  const journal: JournalEntry[] = [
    { kind: 'decided', at, verdict: 'pass', decision: 'promote', blame: 'nobody', reasons: [] },
    { kind: 'accepted', at, baselines: [] },
  ];
  return {
    apiVersion,
    kind: 'TrialRun',
    metadata: { name: 'cartesia-1', namespace: 'cartesia', labels: { [trialLabel]: 'cartesia' } },
    spec: { trial: 'cartesia', trigger: 'rollout', occurrence: subject.occurrence, tag: null, plan },
    status: { journal },
  };
}

async function working(seconds: number, spec: object = {}) {
  const clock = new PassingClock(seconds);
  const fake = fakeHost(clock);
  await fake.trials.create(trialOf(spec));
  const work = () => new TrialWorker(fake.host, 'cartesia', 'cartesia').work(clock.stop.signal);
  const conditions = async () => (await fake.trials.get('cartesia', 'cartesia'))!.status.conditions;
  return { ...fake, clock, work, conditions, runs: fake.runs };
}

describe('a Trial', () => {
  it('gets a run for what is deployed, and one only', async () => {
    const { work, runs, trials } = await working(120);
    await work();
    const all = await runs.list('cartesia');
    expect(all).toHaveLength(1);
    expect(all[0]!.status).toMatchObject({
      decision: 'hold',
      signal: { receipts: ['Event on Trial cartesia: created'] },
    });
    expect((await trials.get('cartesia', 'cartesia'))!.status).toMatchObject({
      lastRun: all[0]!.metadata.name,
      observed: { source: 'workloads', tag: 'sonic-20260503' },
    });
  });

  it('gets one run though two agents see the same release', async () => {
    const { work, runs } = await working(120);
    await Promise.all([work(), work()]);
    const all = await runs.list('cartesia');
    expect(all).toHaveLength(1);
    const ends = all[0]!.status.journal.filter(({ kind }) => kind === 'finished');
    expect(ends).toHaveLength(1);
  });

  it('gets another run for the next release, and keeps the last twenty', { timeout: 30_000 }, async () => {
    const { work, runs, cluster, clock } = await working(60 * 60);
    let release = 1;
    const sleep = clock.sleep.bind(clock);
    clock.sleep = async (milliseconds, signal) => {
      const finished = (await runs.list('cartesia')).at(-1)?.status.phase !== 'Settling';
      if (milliseconds > 10_000 && finished && release < 23)
        cluster.deployments = [
          deployed(`cartesia-api:sonic-202605${String(++release).padStart(2, '0')}`, String(release)),
        ];
      return sleep(milliseconds, signal);
    };
    await work();
    const revisions = (await runs.list('cartesia')).map(({ spec }) => spec.occurrence.revision);
    expect(revisions.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 4));
  });

  it.each([
    ['UnknownPlatform', { platform: 'nobody' }, /nobody is not known: choose one of cartesia/],
    ['Suspended', { suspend: true }, /no run starts/],
    ['ReleaseNotFound', { settings: { selector: 'app=other' } }, /with the labels app=other is in/],
    ['ReleaseNotFound', { release: 'other' }, /Helm release other is in namespace cartesia/],
  ])('says %s, and is not tried', async (reason, spec, message) => {
    const { work, runs, conditions } = await working(30, spec);
    await work();
    expect(await conditions()).toEqual([
      expect.objectContaining({
        type: 'Ready',
        status: 'False',
        reason,
        message: expect.stringMatching(message),
      }),
    ]);
    expect(await runs.list('cartesia')).toEqual([]);
  });

  it('says that it is not valid, once, and is not tried', async () => {
    const { work, runs, trials, conditions } = await working(60);
    const tell = vi.spyOn(trials, 'tell');
    const get = trials.get.bind(trials);
    trials.get = async (...of) => {
      const stored = await get(...of);
      return { invalid: 'spec.checks.0.object.cel: it is not CEL', stored } as never;
    };
    await work();
    trials.get = get;
    expect(tell).toHaveBeenCalledOnce();
    expect(await conditions()).toEqual([
      expect.objectContaining({
        type: 'Ready',
        status: 'False',
        reason: 'Invalid',
        message: 'the Trial is not valid, so nothing is tried: spec.checks.0.object.cel: it is not CEL',
      }),
    ]);
    expect(await runs.list('cartesia')).toEqual([]);
  });

  it('has its own checks frozen into the plan, run, and in the record', async () => {
    const silent = { id: 'silent', title: 'Never told', http: { path: '/x', expect: {} } };
    const one = {
      id: 'one',
      title: 'One API',
      maySkip: true,
      object: { kind: 'deployments', cel: 'size(object.spec) > 0' },
    };
    const { work, runs, trials, clock, cluster } = await working(120, { checks: [one, silent] });
    const settled = { replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1 };
    cluster.deployments = cluster.deployments.map((object) => ({ ...object, status: settled }));
    // What a Trial says later is not what a run owes.
    const sleep = clock.sleep.bind(clock);
    clock.sleep = async (...of) => {
      const begun = (await runs.list('cartesia')).length > 0;
      const forgetful = (trial: Trial): Trial => ({ ...trial, spec: { ...trial.spec, checks: [] } });
      if (begun) trials.touch('cartesia', 'cartesia', forgetful);
      return sleep(...of);
    };
    await work();
    const [run] = await runs.list('cartesia');
    expect(run!.spec.plan.declared.map(({ id }) => id)).toEqual(['one', 'silent']);
    expect(run!.spec.plan.checks.map(({ suite, check }) => `${suite}/${check}`)).toEqual(
      expect.arrayContaining(['verify/own.one', 'verify/own.silent']),
    );
    expect(run!.spec.plan.allowedSkips).toContain('own.one');
    expect(run!.spec.plan.allowedSkips).not.toContain('own.silent');
    const { results } = recordOf(run!.spec.plan, run!.status.journal);
    const outcomes = results.map(({ check, outcome }) => [check, outcome]);
    expect(outcomes).toContainEqual(['own.one', 'pass']);
    expect(outcomes).toContainEqual(['own.silent', 'inconclusive']);
  });

  it('is verified while its release is soaked, and tries the next release though the soak is not over', async () => {
    const { host, work, runs, trials, clock, cluster } = await working(600);
    await runs.create(await soakingRun(host));
    const seen: unknown[] = [];
    const sleep = clock.sleep.bind(clock);
    clock.sleep = async (milliseconds, signal) => {
      const status = (await trials.get('cartesia', 'cartesia'))!.status;
      seen.push(status.lastVerified?.revision);
      if (seen.length === 3) cluster.deployments = [deployed('cartesia-api:sonic-20260610', '2')];
      return sleep(milliseconds, signal);
    };
    await work();
    expect(seen.slice(0, 3)).toEqual([1, 1, 1]);
    const [first, next] = await runs.list('cartesia');
    expect(first!.status).toMatchObject({ phase: 'Passed', verdict: 'pass', decision: 'promote' });
    expect(first!.status.journal.at(-2)).toMatchObject({ kind: 'soak-ended', outcome: 'superseded' });
    expect(next!.spec.occurrence.revision).toBe(2);
  });

  it('is tried without a rollback where the agent may not roll back, and says so', async () => {
    const { work, runs, conditions } = await working(120, {
      policy: { rollback: 'helm', settle: { deadlineSeconds: 5, quietSeconds: 0 } },
    });
    await work();
    expect((await runs.list('cartesia'))[0]!.spec.plan.rollback.policy).toBe('never');
    expect(await conditions()).toContainEqual(
      expect.objectContaining({ type: 'RollbackReady', status: 'False' }),
    );
  });
});
