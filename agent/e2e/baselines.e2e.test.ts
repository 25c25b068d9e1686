import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sharedCluster } from '../../kind-fixtures/clusters/shared.ts';
import { systemClock } from '../../suites/host/system-clock.ts';
import { benchOf, journalOf, measuredEntry, moment, planOf, subjectOf } from '../../suites/testing/plans.ts';
import { DemoObjects } from '../cli/demo/objects.ts';
import { seatrial } from '../cli/testing.ts';
import { apiResources, type Resources } from '../resources/api-resources.ts';
import { longestName } from '../resources/baseline.ts';
import { apiVersion } from '../resources/group.ts';
import { ResourceBaselines } from '../resources/resource-baselines.ts';
import { bigBaseline } from '../testing/big-baseline.ts';

const [staging, production] = ['e2e-baselines-staging', 'e2e-baselines-production'];
const key = 'cartesia-tts-websocket-2x-h100';
let kubeconfig: string;
let objects: DemoObjects;
let resources: Resources;

beforeAll(async () => {
  kubeconfig = (await sharedCluster()).kubeconfig;
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  objects = new DemoObjects(config);
  resources = apiResources(config);
  await objects.applyFiles(fileURLToPath(new URL('../chart/crds', import.meta.url)));
  for (const namespace of [staging, production]) {
    await objects.deleteNamespace(namespace, AbortSignal.timeout(60_000));
    await objects.createNamespace(namespace);
  }
  await served();
});
afterAll(async () => {
  for (const namespace of [staging, production])
    await objects?.deleteNamespace(namespace, AbortSignal.timeout(60_000));
});

/** The API server serves a new definition a moment after it has taken it. */
async function served(): Promise<void> {
  for (let tries = 50; ; tries--) {
    const listed = await Promise.all([resources.baselines.list(staging), resources.runs.list(staging)]).catch(
      (error) => error,
    );
    if (Array.isArray(listed)) return;
    if (tries === 0) throw listed;
    await systemClock.sleep(200, new AbortController().signal);
  }
}

const baseline = async (...args: string[]) => seatrial(['baseline', ...args], { KUBECONFIG: kubeconfig });
const said = async (...args: string[]): Promise<string> => {
  const { exitCode, stdout, stderr } = await baseline(...args);
  expect([exitCode, stderr]).toEqual([0, '']);
  return stdout;
};
const measured = (...values: number[]) =>
  journalOf(...values.map((value, nth) => measuredEntry(nth + 1, value)));

test('from the accepted runs of a staging cluster to a change that production lives with', async () => {
  const store = new ResourceBaselines(resources.baselines, staging);
  const runs = measured(120, 121, 119, 120, 122).flatMap((one) =>
    one.kind === 'measured' ? [one.measured] : [],
  );
  await store.accept(
    key,
    'staging-r1',
    runs.map((run) => ({ ...run, controls: { network_rtt_p50_ms: 0.4 } })),
  );
  await store.calibrate(key, {
    at: moment,
    runs: 8,
    criteria: { '8/ttfa_p50': { spread: 0.01, df: 7, smallestEffect: 0.03 } },
    prior: { s0: 0.01, d0: 12 },
  });
  expect(await said('list', '-n', staging)).toMatch(
    new RegExp(`${key} +5 +0 +2026-06-10 +compared, calibrated 2026-06-10`),
  );

  // Who it was, the API server knows.
  await said('pin', key, '-n', staging, '--why', 'before the go-live');
  expect(await said('show', key, '-n', staging)).toMatch(/pinned by \S+ on .*: before the go-live/);

  await using folder = await mkdtempDisposable(join(tmpdir(), 'baselines-'));
  const file = join(folder.path, 'baselines.json');
  await writeFile(file, await said('export', '-n', staging));
  await said('import', file, '-n', production, '--dry-run');
  expect(await resources.baselines.list(production)).toEqual([]);
  await said('import', file, '-n', production, '--who', 'ada');
  await said('unpin', key, '-n', production, '--who', 'ada', '--why', 'users have come');
  const there = new ResourceBaselines(resources.baselines, production);
  expect(await there.load(key, 'fresh')).toMatchObject({
    origin: expect.stringContaining(`imported from namespace ${staging} of `),
    scalars: { '8/ttfa_p50': [120, 121, 119, 120, 122] },
    controls: { network_rtt_p50_ms: [0.4, 0.4, 0.4, 0.4, 0.4] },
  });

  const plan = planOf({
    id: 'cartesia-r7',
    checks: [],
    bench: [benchOf({ baselineKey: key })],
    subject: subjectOf({ namespace: production }),
  });
  const journal = [...measured(160, 161), { kind: 'finished' as const, at: moment, needsHuman: null }];
  const { occurrence } = plan.subject;
  const run = {
    apiVersion,
    kind: 'TrialRun' as const,
    metadata: { name: 'slower-r7', namespace: production },
  };
  await resources.runs.create({
    ...run,
    spec: { trial: 't', trigger: 'rollout', occurrence, tag: null, plan },
    status: { journal: [] },
  });
  const refused = await baseline('accept', 'slower-r7', '-n', production, '--why', 'new voices');
  expect([refused.exitCode, refused.stderr]).toEqual([69, expect.stringContaining('is not over yet')]);
  const stored = (await resources.runs.get(production, 'slower-r7')) as Parameters<
    Resources['runs']['replaceStatus']
  >[0];
  await resources.runs.replaceStatus({ ...stored, status: { journal } });
  await said('accept', 'slower-r7', '-n', production, '--who', 'ada', '--why', 'new voices');
  const [spec] = JSON.parse(await said('export', '-n', production)).baselines;
  expect(spec.runs).toHaveLength(2);
  expect(spec.changes.map(({ kind }: { kind: string }) => kind)).toEqual([
    'pinned',
    'imported',
    'unpinned',
    'accepted',
  ]);

  const again = await baseline('import', file, '-n', production);
  expect([again.exitCode, again.stderr]).toEqual([64, expect.stringContaining('would be lost')]);
});

test('the API server takes the biggest baseline there can be, and nothing beyond its bounds', async () => {
  const spec = { ...bigBaseline(40, 10, longestName, 300), key: 'biggest' };
  const metadata = { name: 'biggest', namespace: staging };
  const biggest = { apiVersion, kind: 'Baseline' as const, metadata, spec };
  expect(await resources.baselines.create(biggest)).toBe('created');
  expect(await resources.baselines.get(staging, 'biggest')).toMatchObject({ spec });
  const beyond = { ...spec, runs: [...spec.runs, spec.runs[0]!] };
  const refused = resources.baselines.create({
    ...biggest,
    metadata: { ...metadata, name: 'beyond' },
    spec: beyond,
  });
  await expect(refused).rejects.toThrow('422');
});
