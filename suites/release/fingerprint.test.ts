import type { V1PodTemplateSpec } from '@kubernetes/client-node';
import { describe, expect, test } from 'vitest';
import { fingerprint, referencedConfigMaps, templateHash } from './fingerprint.ts';

const template = (
  over: { image?: string; annotations?: Record<string, string> } = {},
): V1PodTemplateSpec => ({
  metadata: { labels: { app: 'api' }, annotations: over.annotations ?? {} },
  spec: {
    containers: [{ name: 'api', image: over.image ?? 'api:1', envFrom: [{ configMapRef: { name: 'env' } }] }],
    volumes: [{ name: 'config', configMap: { name: 'files' } }],
  },
});

describe('what a release is', () => {
  test('does not depend on the order of keys', () => {
    const { spec, metadata } = template();
    expect(templateHash({ spec: spec!, metadata: metadata! })).toBe(
      templateHash({ metadata: metadata!, spec: spec! }),
    );
  });

  test('does not depend on when its pods were restarted', () => {
    const restarted = template({
      annotations: { 'kubectl.kubernetes.io/restartedAt': '2026-06-10T03:00:00Z' },
    });
    expect(templateHash(restarted)).toBe(templateHash(template()));
  });

  test('changes with an image', () => {
    expect(templateHash(template({ image: 'api:2' }))).not.toBe(templateHash(template()));
  });

  test('changes with a ConfigMap that its pods read', () => {
    expect(referencedConfigMaps(template())).toEqual(['env', 'files']);
    const templates = [{ name: 'Deployment/api', hash: 'x' }];
    const before = fingerprint(templates, [{ metadata: { name: 'env' }, data: { LEVEL: '1' } }]);
    expect(fingerprint(templates, [{ metadata: { name: 'env' }, data: { LEVEL: '2' } }])).not.toBe(before);
    expect(
      fingerprint(templates, [{ metadata: { name: 'env', resourceVersion: '9' }, data: { LEVEL: '1' } }]),
    ).toBe(before);
  });
});
