import { describe, expect, test } from 'vitest';
import { noSettings } from '../../settings.ts';
import { asked, deployment, gpu, node, pod, revision, targetOf } from './testing.ts';
import { survives } from './way-back/survivors.ts';
import { wayBack } from './way-back.ts';

const tagOf = (image: string) => /:(v\d+)$/.exec(image)?.[1] ?? null;
const check = wayBack({ tagOf });
const old = [deployment('w', { replicas: 1, image: 'r.io/w:v1' })];
const kept = (status: string) => revision(4, status, { objects: old });
const world = (gpus: number, images: readonly string[] = ['r.io/w:v1']) => ({
  lists: {
    deployments: old,
    nodes: [node('a', { gpus: { [gpu]: gpus }, images })],
    everypods: [pod('w-0', 'a', { [gpu]: 1 })],
  },
  registry: { find: async () => ({ there: false, why: 'missing', seen: '404' }) },
  revisions: [kept('deployed')],
  target: targetOf([deployment('w', { image: 'r.io/w:v2' })], { tag: 'v2' }),
});

describe('preflight.way-back', () => {
  test('is there: kept, images on the nodes, GPUs for the surge', async () => {
    expect(await asked(check, world(2))).toMatchObject({
      outcome: 'pass',
      reason: expect.stringContaining('revision 4'),
    });
  });

  test.each([
    ['no GPU for its surge', world(1), 'fail', 'GPU|gpu needed'],
    ['its image is gone', world(2, []), 'fail', 'cannot be pulled'],
    [
      'the verified revision was pruned',
      { ...world(2), settings: { ...noSettings, verifiedRevision: 2 } },
      'fail',
      'not in Helm',
    ],
    ['Helm keeps its history elsewhere', { ...world(2), revisions: [] }, 'inconclusive', 'no history'],
    ['nothing is deployed', { ...world(2), revisions: [kept('failed')] }, 'fail', 'no revision is deployed'],
    ['Secrets may not be read', { ...world(2), forbidden: ['helm'] }, 'inconclusive', 'no permission'],
  ])('%s', async (_, over, outcome, reason) => {
    expect(await asked(check, over)).toMatchObject({
      outcome,
      reason: expect.stringMatching(new RegExp(reason)),
    });
  });

  // Trap 21: `helm rollback 0` means the one before, which may have failed.
  test('goes to the revision verified last, not to the one before', async () => {
    const revisions = [revision(6, 'deployed', { objects: old }), revision(5, 'failed'), kept('superseded')];
    const settings = { ...noSettings, verifiedRevision: 4 };
    expect((await asked(check, { ...world(2), revisions, settings })).reason).toContain(
      'revision 4 (verified last',
    );
    expect((await asked(check, { ...world(2), revisions })).reason).toContain('revision 6 (deployed now');
  });

  // Trap 13: some releases have no way back.
  test('tells of a boundary without a way back, for somebody to accept', async () => {
    const oneWay = wayBack({
      tagOf,
      forwardOnly: (from, to) => (from === 'v1' && to === 'v2' ? 'the vendor says so' : null),
    });
    expect(await asked(oneWay, world(2))).toMatchObject({
      outcome: 'skip',
      reason: expect.stringContaining('the vendor says so'),
    });
  });
});

describe('survives', () => {
  const history = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => ({
      revision: from + count - 1 - index,
      status: index === 0 ? 'deployed' : 'superseded',
    }));
  test.each([
    ['the deployed one always', 12, history(3, 10), true],
    ['one of few', 1, history(1, 5), true],
    ['the oldest of ten, of which some are gone', 3, history(3, 10), false],
    ['the oldest of ten, of which none is gone', 1, history(1, 10), 'unknown'],
    ['the second oldest of ten', 4, history(3, 10), true],
    ['the oldest where three are kept', 5, history(5, 3), false],
    ['the oldest of 15, of which none is gone', 1, history(1, 15), 'unknown'],
    ['one that is gone', 2, history(3, 10), false],
  ])('%s', (_, revisionNumber, revisions, stays) => {
    expect(survives(revisionNumber, revisions).stays).toBe(stays);
  });
});
