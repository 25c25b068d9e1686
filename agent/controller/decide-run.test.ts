import { describe, expect, it } from 'vitest';
import type { Occurrence } from '../../suites/release/subject.ts';
import { decideRun, type Sighting, stableMs } from './decide-run.ts';
import type { RunSummary } from './run-summary.ts';

const at = (fingerprint: string, revision: number, source: Occurrence['source'] = 'helm'): Occurrence => ({
  fingerprint,
  revision,
  source,
});
const seen = (occurrence: Occurrence, over: Partial<Sighting> = {}): Sighting => ({
  occurrence,
  pending: null,
  seenForMs: stableMs,
  ...over,
});
const run = (occurrence: Occurrence, over: Partial<RunSummary> = {}): RunSummary => ({
  name: `cartesia-${occurrence.revision}`,
  createdAt: '2026-06-10T03:00:00.000Z',
  occurrence,
  tag: null,
  finished: true,
  ownRevision: null,
  verified: null,
  disproved: null,
  failed: [],
  ...over,
});

describe('decideRun', () => {
  it.each([
    ['a release deployed before the agent came', seen(at('a', 1)), [], 'create'],
    ['a new release', seen(at('b', 2)), [run(at('a', 1))], 'create'],
    ['the same thing deployed again', seen(at('a', 2)), [run(at('a', 1))], 'create'],
    ['a release tried already', seen(at('a', 1)), [run(at('b', 2)), run(at('a', 1))], 'nothing'],
    ['no workloads', null, [], 'nothing'],
    ['our own rollback', seen(at('a', 3)), [run(at('b', 2), { ownRevision: 3 })], 'nothing'],
    ['our own rollback, half made', seen(at('mixed', 3)), [run(at('b', 2), { ownRevision: 3 })], 'nothing'],
    ['a rollback by hand after ours', seen(at('a', 4)), [run(at('b', 2), { ownRevision: 3 })], 'create'],
    ["Helm's revision readable from now on", seen(at('a', 7)), [run(at('a', 12, 'workloads'))], 'nothing'],
    ['a release seen this moment', seen(at('b', 2), { seenForMs: 0 }), [run(at('a', 1))], 'wait'],
    [
      'an upgrade that has changed nothing yet',
      seen(at('a', 2), { pending: 'p' }),
      [run(at('a', 1))],
      'wait',
    ],
    ['an upgrade under way', seen(at('b', 2), { pending: 'p' }), [run(at('a', 1))], 'create'],
  ] as const)('%s', (_, sighting, runs, expected) => {
    expect(decideRun(sighting, runs).do).toBe(expected);
  });
});
