import type { KubernetesObject } from '@kubernetes/client-node';
import { describe, expect, test } from 'vitest';
import { deployment, revision, targetOf } from '../../checks/preflight/testing.ts';
import { planUpgrade } from './plan-upgrade.ts';
import type { UpgradePlan } from './upgrade-plan.ts';

const configMap = (data: Record<string, string>, more: object = {}) =>
  ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings' },
    data,
    ...more,
  }) as KubernetesObject;
const reader = (name: string, options: Parameters<typeof deployment>[1] = {}) =>
  deployment(name, { ...options, pod: { volumes: [{ name: 's', configMap: { name: 'settings' } }] } });

/** As the API server gives an object back: with defaults of its own. */
const live = (object: KubernetesObject): KubernetesObject =>
  ({
    ...structuredClone(object),
    metadata: { ...object.metadata, uid: 'u', resourceVersion: '1' },
    status: {},
  }) as KubernetesObject;

interface Scene {
  readonly old: readonly KubernetesObject[];
  readonly next: readonly KubernetesObject[];
  readonly now?: readonly KubernetesObject[];
  readonly method?: 'ssa' | 'csa';
}
const plan = ({ old, next, now = old.map(live), method = 'csa' }: Scene): UpgradePlan =>
  planUpgrade({
    release: 'r',
    namespace: 'n',
    deployed: revision(1, 'deployed', { objects: old, applyMethod: method }),
    target: targetOf(next),
    live: now,
    tagNow: null,
  });

test('what is the same stays as it runs', () => {
  const objects = [reader('w'), configMap({ a: '1' })];
  expect(plan({ old: objects, next: objects })).toMatchObject({
    added: [],
    removed: [],
    changed: [],
    drifted: [],
    restarts: [],
    untouched: ['Deployment/w'],
    unchanged: 2,
  });
});

test('objects come and go; those that Helm keeps do not go', () => {
  const kept = configMap(
    {},
    { metadata: { name: 'kept', annotations: { 'helm.sh/resource-policy': 'keep' } } },
  );
  const result = plan({ old: [deployment('old'), kept], next: [deployment('new')] });
  expect(result).toMatchObject({ added: ['Deployment/new'], removed: ['Deployment/old'] });
  expect(result.restarts).toEqual([{ object: 'Deployment/new', because: 'it is new' }]);
});

test('a new image restarts its pods and is named', () => {
  const result = plan({ old: [deployment('w')], next: [deployment('w', { image: 'r.io/w:v2' })] });
  expect(result.images).toEqual([{ container: 'Deployment/w/main', from: 'r.io/w:v1', to: 'r.io/w:v2' }]);
  expect(result.restarts).toEqual([{ object: 'Deployment/w', because: 'containers.main.image changes' }]);
});

test('a change of configuration alone restarts nobody, and says who goes on with the old one', () => {
  const result = plan({
    old: [reader('w'), configMap({ a: '1' })],
    next: [reader('w'), configMap({ a: '2' })],
  });
  expect(result).toMatchObject({
    restarts: [],
    untouched: ['Deployment/w'],
    changed: [{ object: 'ConfigMap/settings', changes: [{ path: 'data.a', from: '1', to: '2' }] }],
    staleReaders: [{ object: 'ConfigMap/settings', readers: ['Deployment/w'] }],
  });
});

// Trap 11: an upgrade sets back the replicas that an autoscaler has made of the chart's.
describe('replicas that somebody changed since', () => {
  const scaled = [live(deployment('w', { replicas: 7 }))];
  const owned = scaled.map((object) => ({
    ...object,
    metadata: {
      ...object.metadata,
      managedFields: [{ manager: 'kube-controller-manager', fieldsV1: { 'f:spec': { 'f:replicas': {} } } }],
    },
  })) as KubernetesObject[];
  test.each([
    ['csa', scaled, null, /three-way patch sets 7 back to 2/],
    // Seen on Helm 4.0.5: conflict with "kubectl" with subresource "scale" using apps/v1: .spec.replicas
    ['ssa', owned, 'kube-controller-manager', /conflict; with --force-conflicts it sets 2/],
    ['ssa', scaled, null, /sets 7 back to 2/],
  ] as const)('under %s', (method, now, conflictsWith, effect) => {
    const [old, next] = [[deployment('w')], [deployment('w', { image: 'r.io/w:v2' })]];
    expect(plan({ old, next, now, method }).resets).toEqual([
      { object: 'Deployment/w', live: 7, target: 2, conflictsWith, effect: expect.stringMatching(effect) },
    ]);
  });

  test('not where the chart itself wants another number', () => {
    const result = plan({ old: [deployment('w')], next: [deployment('w', { replicas: 5 })] });
    expect(result.resets).toEqual([]);
    expect(result.restarts).toEqual([]);
  });
});

test('what was changed by hand is told apart from what the chart changes', () => {
  const result = plan({
    old: [configMap({ a: '1' })],
    next: [configMap({ a: '1' })],
    now: [live(configMap({ a: '9' }))],
  });
  expect(result).toMatchObject({
    changed: [],
    drifted: [{ object: 'ConfigMap/settings', changes: [{ from: '9', to: '1' }] }],
  });
});

test('fields that cannot be changed are named', () => {
  const set = (storageClassName: string, storage: string) =>
    ({
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 's' },
      spec: {
        serviceName: 's',
        template: { spec: { containers: [] } },
        volumeClaimTemplates: [
          { metadata: { name: 'data' }, spec: { storageClassName, resources: { requests: { storage } } } },
        ],
      },
    }) as unknown as KubernetesObject;
  const result = plan({ old: [set('fast', '1Gi')], next: [set('slow', '1Gi')] });
  expect(result.impossible).toEqual([
    {
      object: 'StatefulSet/s',
      changes: [{ path: 'spec.volumeClaimTemplates.0.spec.storageClassName', from: 'fast', to: 'slow' }],
    },
  ]);
  // The same size in other words is no change.
  expect(plan({ old: [set('fast', '1Gi')], next: [set('fast', '1024Mi')] }).impossible).toEqual([]);
});

test('no secret is shown', () => {
  const secret = (password: string) =>
    ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'k' },
      data: { password },
    }) as unknown as KubernetesObject;
  const env = (value: string) =>
    deployment('w', { pod: { containers: [{ name: 'main', env: [{ name: 'API_KEY', value }] }] } });
  const text = JSON.stringify(
    plan({
      old: [secret('aHVudGVyMg=='), env('sk_live_0123456789abcdef0123')],
      next: [secret('aHVudGVyMw=='), env('sk_live_fedcba98765432100123')],
    }),
  );
  expect(text).toContain('data.password');
  expect(text).not.toMatch(/aHVudGVy|sk_live_/);
});
