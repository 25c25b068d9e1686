import type { KubernetesObject } from '@kubernetes/client-node';
import { describe, expect, test } from 'vitest';
import { subjectOf } from '../../testing/plans.ts';
import { definitions } from './definitions.ts';
import { asked, revision, targetOf } from './testing.ts';
import { values } from './values.ts';
import { versionIn } from './version.ts';
import { versionSkip } from './version-skip.ts';

const deployed = (version: string, over = {}) => [
  revision(1, 'deployed', { chart: { name: 'c', version, appVersion: null }, ...over }),
];
const to = (version: string, objects: readonly KubernetesObject[] = []) =>
  targetOf(objects, { chart: { name: 'c', version, appVersion: null } });

describe('preflight.version-skip', () => {
  test.each([
    ['1.2.0', '1.8.0', 'pass', '6 minor versions'],
    ['1.2.0', '1.9.0', 'fail', 'go through 1.8'],
    ['1.2.0', '1.15.3', 'fail', 'go through 1.8, 1.14'],
    ['1.9.0', '2.0.0', 'inconclusive', 'new major'],
    ['1.9.0', '1.8.0', 'inconclusive', 'way back'],
    ['main', '1.8.0', 'inconclusive', 'cannot be read'],
  ])('from %s to %s', async (from, next, outcome, reason) => {
    const world = { target: to(next), revisions: deployed(from), subject: subjectOf({ tag: null }) };
    expect(await asked(versionSkip(), world)).toMatchObject({
      outcome,
      reason: expect.stringContaining(reason),
    });
  });

  test('names the vendor’s own waypoints, and boundaries without a way back (trap 13)', async () => {
    const check = versionSkip({ waypoints: ['1.5.2', '3.0.0'], forwardOnly: () => 'no rollback beyond 1.8' });
    const world = { target: to('1.9.0'), revisions: deployed('1.2.0'), subject: subjectOf({ tag: null }) };
    expect((await asked(check, world)).reason).toMatch(
      /go through 1\.5\.2; there is no way back from it: no rollback/,
    );
  });

  test('no chart', async () => expect((await asked(versionSkip())).outcome).toBe('skip'));

  // Trap 4: versions are spelled in many ways.
  test.each(['0.3.1', 'v0.3.1', 'v0.3.1-cuda12-default', 'sie-cluster-0.3.1'])('reads %s', (text) => {
    expect(versionIn(text)).toEqual({ major: 0, minor: 3, patch: 1 });
  });
  test.each(['sonic-20260610', 'latest', '1.2.3.4'])('does not read %s', (text) =>
    expect(versionIn(text)).toBeNull(),
  );
});

describe('preflight.definitions', () => {
  const definition = (schema: object, version: object = {}, more: readonly object[] = []) =>
    ({
      kind: 'CustomResourceDefinition',
      metadata: { name: 'pools.x.io' },
      spec: {
        scope: 'Namespaced',
        versions: [{ name: 'v1', served: true, schema: { openAPIV3Schema: schema }, ...version }, ...more],
      },
      status: { storedVersions: ['v1'] },
    }) as unknown as KubernetesObject;
  const spec = (properties: object, required: readonly string[] = []) => ({
    type: 'object',
    properties: { spec: { type: 'object', properties, required } },
  });
  const size = { type: 'string', enum: ['s', 'm'] };
  const live = definition(spec({ size, count: { type: 'integer' } }));
  const run = (next: KubernetesObject, version = '1.3.0') =>
    asked(definitions, {
      target: { ...to(version), definitions: [next] },
      revisions: deployed('1.2.0'),
      objects: { 'customresourcedefinitions/pools.x.io': live },
    });

  test.each([
    ['the same', live, 'pass', ''],
    ['a field more', definition(spec({ size, count: { type: 'number' }, more: {} })), 'pass', ''],
    [
      'a value more',
      definition(spec({ size: { type: 'string', enum: ['s', 'm', 'l'] }, count: { type: 'integer' } })),
      'pass',
      '',
    ],
    ['a field less', definition(spec({ size })), 'fail', 'field v1.spec.count is gone'],
    [
      'a value less',
      definition(spec({ size: { type: 'string', enum: ['s'] }, count: { type: 'integer' } })),
      'fail',
      'no longer takes m',
    ],
    [
      'newly required',
      definition(spec({ size, count: { type: 'integer' } }, ['size'])),
      'fail',
      'v1.spec.size is newly required',
    ],
    [
      'newly required with a default',
      definition(spec({ size: { ...size, default: 's' }, count: { type: 'integer' } }, ['size'])),
      'pass',
      '',
    ],
    [
      'another type',
      definition(spec({ size, count: { type: 'string' } })),
      'fail',
      'was integer and is string',
    ],
    [
      'no longer served',
      definition(spec({ size, count: { type: 'integer' } }), { served: false }),
      'fail',
      'no longer served',
    ],
    [
      'a version gone in which objects are stored',
      definition(spec({}), { name: 'v2' }),
      'fail',
      'objects are stored in it',
    ],
  ])('%s', async (_, next, outcome, reason) => {
    expect(await run(next)).toMatchObject({ outcome, reason: expect.stringContaining(reason) });
  });

  test('beyond the major a person decides', async () => {
    expect((await run(definition(spec({ size })), '2.0.0')).outcome).toBe('inconclusive');
  });
  test('a chart without definitions', async () => {
    expect((await asked(definitions, { target: to('1.3.0') })).outcome).toBe('skip');
  });
});

describe('preflight.values', () => {
  const given = { old: { name: 'mine' } };
  const before = deployed('1.2.0', { values: given, defaults: { old: { name: '' } } });
  test.each([
    ['all known', { ...to('1.3.0'), values: given, defaults: { old: { name: '' } } }, 'pass', ''],
    ['one unknown now', { ...to('1.3.0'), values: given, defaults: { new: { x: '' } } }, 'fail', 'old.name'],
    [
      'one newly required',
      { ...to('1.3.0'), schema: { required: ['key'] } },
      'fail',
      '1 required values are missing: key',
    ],
    ['a template that fails', { ...to('1.3.0'), trouble: 'token is required' }, 'fail', 'cannot be rendered'],
  ])('%s', async (_, target, outcome, reason) => {
    expect(await asked(values, { target, revisions: before })).toMatchObject({
      outcome,
      reason: expect.stringContaining(reason),
    });
  });
  test('which names the old chart knew is not known', async () => {
    expect((await asked(values, { target: to('1.3.0') })).outcome).toBe('inconclusive');
  });
});
