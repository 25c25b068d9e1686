import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ProbeError } from '../../suites/probes/probe-error.ts';
import { runRecord } from '../../suites/record/record.ts';
import { journalOf, planOf, settledEntry } from '../../suites/testing/plans.ts';
import { apiVersion } from '../resources/group.ts';
import type { TrialRun } from '../resources/trial-run.ts';
import { MemoryResources } from '../testing/memory-resources.ts';
import { type AgentServer, startServer } from './server.ts';

const plan = planOf();
const runs = new MemoryResources<TrialRun>();
let isReady = false;
let server: AgentServer;

beforeAll(async () => {
  await runs.create({
    apiVersion,
    kind: 'TrialRun',
    metadata: { name: 'r2', namespace: 'cartesia' },
    spec: {
      trial: 't',
      trigger: 'rollout',
      occurrence: plan.subject.occurrence,
      tag: 'sonic-20260610',
      plan,
    },
    status: { phase: 'Verifying', journal: [...journalOf(settledEntry())] },
  });
  const sources = { ready: () => isReady, registry: new Registry(), runs, namespaces: ['cartesia'] };
  server = await startServer(0, sources, pino({ level: 'silent' }));
});
afterAll(() => server[Symbol.asyncDispose]());

const get = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${server.port}${path}`, { method });

it('is alive at once, and ready once the Trials are listed', async () => {
  expect((await get('/healthz')).status).toBe(200);
  expect((await get('/readyz')).status).toBe(503);
  isReady = true;
  expect((await get('/readyz')).status).toBe(200);
});

it('lists the runs, and answers each as the record and as a page', async () => {
  const [listed] = (await (await get('/runs')).json()) as { name: string; report: string }[];
  expect(listed).toMatchObject({ name: 'r2', tag: 'sonic-20260610', phase: 'Verifying', verdict: null });
  const record = runRecord.parse(await (await get('/runs/cartesia/r2')).json());
  expect(record.results).toHaveLength(1);
  const page = await get(listed!.report);
  expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  expect(await page.text()).toContain('sonic-20260610');
});

it.each([
  '/',
  '/runs/cartesia/none',
  '/runs/cartesia/r2/x',
  '/runs/cartesia/r2/report.html/x',
  '/runs/kube-system/r2',
])('has nothing at %s', async (path) => {
  expect((await get(path)).status).toBe(404);
});

it('changes nothing, and says so when the API server is away', async () => {
  expect((await get('/runs', 'POST')).status).toBe(405);
  const { list } = runs;
  runs.list = () => Promise.reject(new ProbeError('unreachable', 'down'));
  expect((await get('/runs')).status).toBe(503);
  runs.list = list;
});
