import { describe, expect, test } from 'vitest';
import { noSettings } from '../../settings.ts';
import { autoscalingHealthy } from './autoscaling-healthy.ts';
import { helmIdle } from './helm-idle.ts';
import { observability } from './observability.ts';
import { permissions } from './permissions.ts';
import { podsHealthy } from './pods-healthy.ts';
import { recentErrors } from './recent-errors.ts';
import { asked, deployment, pod, revision } from './testing.ts';

test.each([
  // Trap 22: deployed means accepted by the API.
  ['deployed', 'pass'],
  ['pending-upgrade', 'fail'],
  ['pending-rollback', 'fail'],
  ['uninstalling', 'fail'],
  ['failed', 'fail'],
  ['superseded', 'inconclusive'],
])('helm-idle: the newest revision %s', async (status, outcome) => {
  expect((await asked(helmIdle, { revisions: [revision(8, status), revision(7, 'deployed')] })).outcome).toBe(
    outcome,
  );
});
test('helm-idle: no history, or none that may be read', async () => {
  expect((await asked(helmIdle)).outcome).toBe('inconclusive');
  expect((await asked(helmIdle, { forbidden: ['helm'] })).reason).toContain('no permission');
});

describe('preflight.pods-healthy', () => {
  const world = (pods: readonly object[], replicas = 2) => ({
    lists: { deployments: [deployment('w', { replicas })], pods },
  });
  const up = (name: string) => pod(name, 'a', {});
  const down = {
    ...up('w-1'),
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }] },
  };
  const job = { ...down, metadata: { ...down.metadata, ownerReferences: [{ kind: 'Job' }] } };
  const ending = { ...down, metadata: { ...down.metadata, deletionTimestamp: new Date() } };
  test.each([
    ['all Ready', [up('w-0'), up('w-1')], 'pass', '2 of 2'],
    ['one not Ready', [up('w-0'), down], 'fail', '1 of 2 pods are not Ready'],
    ['one too few', [up('w-0')], 'fail', 'w has 1 of 2 pods'],
    [
      'a Job’s pod, an ending one and another release’s are none of ours',
      [up('w-0'), up('w-1'), job, ending, { ...down, metadata: { name: 'x', labels: { app: 'x' } } }],
      'pass',
      '2 of 2',
    ],
  ])('%s', async (_, pods, outcome, reason) => {
    expect(await asked(podsHealthy, world(pods))).toMatchObject({
      outcome,
      reason: expect.stringContaining(reason),
    });
  });
  // Trap 12: what rests at zero proves nothing.
  test('tells of pools at zero', async () => {
    expect((await asked(podsHealthy, world([], 0))).reason).toContain(
      'w at zero replicas, which proves nothing',
    );
  });
});

describe('preflight.autoscaling-healthy', () => {
  const scaled = (conditions: Record<string, string>, annotations = {}) => ({
    metadata: { name: 's', annotations },
    status: { conditions: Object.entries(conditions).map(([type, status]) => ({ type, status })) },
  });
  const ours = (until: string) =>
    JSON.stringify({ at: '2026-06-10T02:00:00Z', until, replicas: '2', before: null, of: 1 });
  const paused = { 'autoscaling.keda.sh/paused-replicas': '2' };
  test.each([
    ['Ready', scaled({ Ready: 'True', Fallback: 'False' }), 'pass'],
    // Fallback stays Unknown for a pool that was never polled.
    ['never polled', scaled({ Ready: 'True', Fallback: 'Unknown' }), 'pass'],
    ['in fallback', scaled({ Ready: 'True', Fallback: 'True' }), 'fail'],
    ['not Ready', scaled({ Ready: 'False' }), 'fail'],
    ['without conditions', scaled({}), 'inconclusive'],
    // Trap 20: a forgotten pause is invisible to Ready and Fallback.
    ['paused by condition', scaled({ Ready: 'True', Paused: 'True' }), 'fail'],
    ['paused by annotation', scaled({ Ready: 'True' }, paused), 'fail'],
    [
      'paused by us for this upgrade',
      scaled(
        { Ready: 'True', Paused: 'True' },
        { ...paused, 'seatrial.dev/paused': ours('2026-06-10T04:00:00Z') },
      ),
      'pass',
    ],
    [
      'paused by us, and run out',
      scaled({ Ready: 'True' }, { ...paused, 'seatrial.dev/paused': ours('2026-06-10T02:30:00Z') }),
      'fail',
    ],
  ])('%s', async (_, object, outcome) => {
    expect((await asked(autoscalingHealthy, { lists: { scaledobjects: [object] } })).outcome).toBe(outcome);
  });
  test('none there', async () => expect((await asked(autoscalingHealthy)).outcome).toBe('skip'));
});

describe('preflight.recent-errors', () => {
  const logs = (text: string) => ({ read: async () => text });
  const world = (text: string) => ({ lists: { pods: [pod('w-0', 'a', {})] }, logs: logs(text) });
  test.each([
    ['nothing', 'started\nlistening', 'pass'],
    ['an error', 'ERROR cannot load model', 'fail'],
    ['a level of JSON logs', '{"level":50,"msg":"broken"}', 'fail'],
    ['a harmless level that speaks of errors', '{"level":30,"msg":"error budget kept"}', 'pass'],
    ['klog', 'E0610 03:00:00.1 1 x.go:1] cannot', 'fail'],
    ['a count of none', 'finished, 0 errors', 'pass'],
  ])('%s', async (_, text, outcome) => {
    expect((await asked(recentErrors(), world(text))).outcome).toBe(outcome);
  });

  test('reads 20 pods at most, of every component, and shows no secret', async () => {
    const read: string[] = [];
    const many = Array.from({ length: 60 }, (_, index) =>
      pod(`${index === 59 ? 'api' : 'w'}-${index}`, 'a', {}),
    );
    const finding = await asked(recentErrors(), {
      lists: { pods: many },
      logs: {
        read: async (name: string, request: { tailLines: number }) => {
          expect(request.tailLines).toBe(200);
          read.push(name);
          return 'error: Authorization: Bearer abcdef0123456789abcdef0123456789';
        },
      },
    });
    expect(read).toHaveLength(20);
    expect(read).toContain('api-59');
    expect(finding.reason).toContain('20 of 60 pods');
    expect(JSON.stringify(finding)).not.toContain('abcdef0123456789');
  });
});

describe('preflight.observability', () => {
  const prometheus = (answers: Record<string, readonly number[]>) => ({
    url: 'http://p',
    query: async (expression: string) =>
      (answers[expression.slice(0, 3)] ?? []).map((value) => ({ labels: {}, value })),
  });
  const monitor = { podmonitors: [{ metadata: { name: 'm' } }] };
  const grafana = (status: number, body: string) => ({
    settings: { ...noSettings, grafana: 'http://g' },
    http: { request: async () => ({ status, headers: {}, body: Buffer.from(body), cut: false }) },
  });
  test.each([
    ['data', { prometheus: prometheus({ 'up{': [1, 1] }) }, 'pass'],
    // Trap 7: success with an empty answer is how 'not scraped' looks.
    ['success without data', { prometheus: prometheus({ cou: [9] }), lists: monitor }, 'fail'],
    ['no series at all', { prometheus: prometheus({}) }, 'fail'],
    ['no monitor asks for any', { prometheus: prometheus({ cou: [9] }) }, 'inconclusive'],
    ['Grafana well', grafana(200, '{"database": "ok"}'), 'pass'],
    ['Grafana without its database', grafana(503, '{"database": "failing"}'), 'fail'],
    ['neither', {}, 'skip'],
  ])('%s', async (_, world, outcome) => {
    expect((await asked(observability, world)).outcome).toBe(outcome);
  });
});

describe('preflight.permissions', () => {
  const needs = [
    {
      kubernetes: ['list:pods', 'get:autoscalerstatuses', 'list:everypods'] as const,
      logs: true as const,
      helm: true as const,
    },
  ];
  const check = permissions(() => needs);
  const access = (refused: RegExp) => ({
    allowed: async (right: {
      verb: string;
      resource: string;
      subresource?: string;
      name?: string;
      namespace: string | null;
    }) =>
      !refused.test(
        `${right.verb} ${right.resource}/${right.subresource ?? ''}${right.name ?? ''} ${right.namespace}`,
      ),
  });
  test.each([
    ['all granted', /never/, 'pass', '5 of 5'],
    ['logs are refused', /log/, 'fail', '1 of 5 rights are missing: get pods/log'],
    ['pods of the cluster are refused', /list pods\/ null/, 'fail', 'list pods (cluster)'],
    ['a known object is granted by name', /configmaps\/ null/, 'pass', '5 of 5'],
  ])('%s', async (_, refused, outcome, reason) => {
    expect(await asked(check, { access: access(refused) })).toMatchObject({
      outcome,
      reason: expect.stringContaining(reason),
    });
  });
});
