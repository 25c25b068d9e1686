import { fileURLToPath } from 'node:url';
import { type ApiException, CustomObjectsApi, KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sharedCluster } from '../../kind-fixtures/clusters/shared.ts';
import { systemClock } from '../../suites/host/system-clock.ts';
import { journalOf, measuredEntry, planOf, settledEntry } from '../../suites/testing/plans.ts';
import { DemoObjects } from '../cli/demo/objects.ts';
import { apiResources, type Resources } from '../resources/api-resources.ts';
import { apiVersion, group, version } from '../resources/group.ts';
import type { TrialRun } from '../resources/trial-run.ts';

const namespace = 'e2e-resources';
let objects: DemoObjects;
let api: CustomObjectsApi;
let resources: Resources;

beforeAll(async () => {
  const config = new KubeConfig();
  config.loadFromFile((await sharedCluster()).kubeconfig);
  objects = new DemoObjects(config);
  api = config.makeApiClient(CustomObjectsApi);
  resources = apiResources(config);
  await objects.applyFiles(fileURLToPath(new URL('../chart/crds', import.meta.url)));
  await objects.deleteNamespace(namespace, AbortSignal.timeout(60_000));
  await objects.createNamespace(namespace);
  await served();
});
afterAll(() => objects?.deleteNamespace(namespace, AbortSignal.timeout(60_000)));

/** The API server serves a new definition a moment after it has taken it. */
async function served(): Promise<void> {
  for (let tries = 50; ; tries--) {
    const listed = await Promise.all([
      resources.trials.list(namespace),
      resources.runs.list(namespace),
    ]).catch((error) => error);
    if (Array.isArray(listed)) return;
    if (tries === 0) throw listed;
    await systemClock.sleep(200, new AbortController().signal);
  }
}

const create = (name: string, spec: object) =>
  api.createNamespacedCustomObject({
    group,
    version,
    namespace,
    plural: 'trials',
    body: { apiVersion, kind: 'Trial', metadata: { name }, spec },
  });
const refusal = (body: object, name = 'bad') =>
  create(name, body).then(
    () => 'was taken',
    (error: ApiException<string>) => (JSON.parse(error.body) as { message: string }).message,
  );

const tcp = (id: string) => ({ id, title: id, tcp: { host: 'h', port: 1 } });
const withChecks = (...checks: object[]) => ({ platform: 'cartesia', release: 'c', checks });

test.each([
  [{ platform: 'cartesia' }, 'bad', /spec.release: Required value/],
  [{ platform: 'cartesia', release: 'c', policy: { rollback: 'always' } }, 'bad', /"never", "helm"/],
  [{ platform: 'cartesia', release: 'c', endpoint: { url: 'cartesia:5000' } }, 'bad', /spec.endpoint.url/],
  [withChecks({ id: 'a', title: 'A' }), 'bad', /a check has exactly one of http, promql/],
  [withChecks(tcp('a'), tcp('a')), 'bad', /spec.checks\[1\]: Duplicate value/],
  [
    withChecks({ id: 'a', title: 'A', http: { path: '@elsewhere', expect: {} } }),
    'bad',
    /spec.checks\[0\].http.path/,
  ],
  [
    withChecks({ id: 'a', title: 'A', object: { kind: 'pods', name: 'x', labels: 'y=z', cel: 'true' } }),
    'bad',
    /name an object or give labels, not both/,
  ],
  [{ platform: 'cartesia', release: 'c' }, 'x'.repeat(31), /a Trial's name has at most 30 characters/],
])('refuses the Trial %j with a sentence', async (spec, name, sentence) => {
  expect(await refusal(spec, name)).toMatch(sentence);
});

test('fills in the defaults that the agent reads', async () => {
  await create('plain', { platform: 'cartesia', release: 'c' });
  const stored = await resources.trials.get(namespace, 'plain');
  expect(stored).toMatchObject({
    spec: { policy: { rollback: 'never', settle: { quietSeconds: 10 } }, suspend: false, signals: [] },
  });
});

test('keeps a journal as it is, refuses a second run of its name, and a changed spec', async () => {
  const plan = planOf();
  const journal = [...journalOf(settledEntry(), measuredEntry(1, 120))];
  const run: TrialRun = {
    apiVersion,
    kind: 'TrialRun',
    metadata: { name: 'r2', namespace },
    spec: { trial: 't', trigger: 'rollout', occurrence: plan.subject.occurrence, tag: null, plan },
    status: { journal: [] },
  };
  expect(await resources.runs.create(run)).toBe('created');
  expect(await resources.runs.create(run)).toBe('exists');
  const stored = (await resources.runs.get(namespace, 'r2')) as TrialRun;
  expect(stored.spec.plan).toEqual(plan);
  const written = (await resources.runs.replaceStatus({
    ...stored,
    status: { phase: 'Verifying', journal },
  })) as TrialRun;
  expect(written.status).toEqual({ phase: 'Verifying', journal });
  expect(await resources.runs.replaceStatus(stored)).toBe('conflict');
  const other = {
    ...written,
    spec: { ...written.spec, occurrence: { ...plan.subject.occurrence, revision: 9 } },
  };
  await expect(resources.runs.replace(other)).rejects.toThrow('422');
  await resources.runs.delete(namespace, 'r2');
  expect(await resources.runs.replaceStatus(written)).toBe('gone');
});
