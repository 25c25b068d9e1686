import { describe, expect, test } from 'vitest';
import { forwardOnly } from './forward-only.ts';
import { tagOf, versionOf } from './version.ts';

describe('one version in four spellings (trap 4)', () => {
  test.each([
    ['ghcr.io/superlinked/sie-gateway:v0.3.1', 'v0.3.1'],
    ['ghcr.io/superlinked/sie-config:0.3.1', 'v0.3.1'],
    ['ghcr.io/superlinked/sie-server:v0.3.1-cuda12-default', 'v0.3.1'],
    ['registry:5000/sie-server:v0.3.1-cpu-transformers5@sha256:aa', 'v0.3.1'],
    ['ghcr.io/superlinked/sie-server:v0.4.0-rc.2-cuda12-default', 'v0.4.0-rc.2'],
    ['ghcr.io/superlinked/sie-gateway:latest', null],
  ])('%s', (image, tag) => {
    expect(tagOf(image)).toBe(tag);
  });

  test.each([
    'registry.k8s.io/pause:3.10',
    'nats:2.10.5',
    'alpine:3.19',
    'alpine/k8s:1.29.10',
    'quay.io/oauth2-proxy/oauth2-proxy:v7.6.0',
  ])('helpers carry none: %s (trap 16)', (image) => {
    expect(tagOf(image)).toBeNull();
  });

  test('numbers', () => {
    expect(versionOf('v0.3.1')).toEqual({ major: 0, minor: 3, patch: 1 });
    expect(versionOf('0.3')).toEqual({ major: 0, minor: 3, patch: 0 });
    expect(versionOf('latest')).toBeNull();
    expect(versionOf(null)).toBeNull();
  });
});

describe('no way back over the move to the collector (trap 13)', () => {
  test.each([
    ['v0.6.20', 'v0.7.3', true],
    ['v0.3.1', 'v0.9.0', true],
    ['v0.6.20', 'v0.6.21', true],
    ['v0.3.1', 'v0.6.20', false],
    ['v0.7.3', 'v0.9.0', false],
    ['v0.9.0', 'v0.6.20', false],
    ['latest', 'v0.9.0', false],
  ])('%s to %s', (from, to, crosses) => {
    const says = forwardOnly(from, to);
    expect(says === null).toBe(!crosses);
    if (crosses) expect(says).toMatch(/forward only.*superlinked\/sie/);
  });
});
