import { expect, test } from 'vitest';
import type { HelmRelease } from '../../probes/helm/history.ts';
import { type HistoryQuery, releaseHistory } from './release-history.ts';

const revision = (number: number, status: string, tag: string): HelmRelease => ({
  revision: number,
  status,
  chart: { name: 'cartesia', version: '0.5.0', appVersion: null },
  description: 'Upgrade complete',
  updatedAt: '2026-06-01T10:00:00Z',
  values: {},
  objects: [
    { kind: 'Deployment', spec: { template: { spec: { containers: [{ image: `api:${tag}` }] } } } } as never,
  ],
  hooks: [],
});
const kept = [
  revision(4, 'deployed', 't4'),
  revision(3, 'failed', 't3'),
  revision(2, 'superseded', 't2'),
  revision(1, 'superseded', 't1'),
];

const wayBack = (revisions: readonly HelmRelease[], over: Partial<HistoryQuery> = {}) =>
  releaseHistory(revisions, {
    release: 'voice',
    namespace: 'x',
    tagOf: (image) => image.split(':')[1] ?? null,
    verified: null,
    ...over,
  }).wayBack;

test('the way back names the verified revision, not the one before, which may have failed', () => {
  const verified = { revision: 1, verifiedAt: '2026-05-01T10:00:00Z' };
  expect(wayBack(kept, { verified })).toMatchObject({
    command: 'helm rollback voice 1 -n x --wait --timeout 15m',
    verified: true,
  });
});

test('without a verified one it is the last that was deployed, and that is said', () => {
  expect(wayBack(kept)).toMatchObject({
    revision: 2,
    verified: false,
    reason: expect.stringContaining('no trial has verified it'),
  });
  const verified = { revision: 0, verifiedAt: '' };
  expect(wayBack(kept, { verified })).toMatchObject({
    revision: 2,
    reason: expect.stringContaining('is pruned'),
  });
});

test('no way back: a first install, a boundary that only leads forward, the verified one itself', () => {
  expect(wayBack(kept.slice(3))).toEqual({
    command: null,
    reason: expect.stringContaining('helm uninstall voice -n x'),
  });
  expect(wayBack(kept, { forwardOnly: (from, to) => `${from} cannot go back to ${to}` })).toEqual({
    command: null,
    reason: 't4 cannot go back to t2',
  });
  expect(wayBack(kept, { verified: { revision: 4, verifiedAt: '' } }).command).toBeNull();
});
