import { describe, expect, it } from 'vitest';
import type { Helm, HelmRevision } from './helm.ts';
import type { RollbackOrder } from './outcome.ts';
import { performRollback } from './perform.ts';

const judged = { fingerprint: 'bad', revision: 7, source: 'helm' as const };
const order: RollbackOrder = {
  run: 'cartesia-abc-r7',
  namespace: 'n',
  release: 'cartesia',
  platform: 'cartesia',
  judged,
  target: 6,
};

/** Helm with its real order of effects: the new revision is pending first, the old one superseded last. */
class FakeHelm implements Helm {
  revisions: HelmRevision[] = [
    { revision: 6, status: 'superseded', description: 'Upgrade complete' },
    { revision: 7, status: 'deployed', description: 'Upgrade complete' },
  ];
  rollbacks = 0;
  /** What befalls each rollback in turn. */
  fates: ('fine' | 'killed' | 'fails')[] = [];

  history = async () => [...this.revisions];

  async rollback(target: number) {
    const fate = this.fates[this.rollbacks++] ?? 'fine';
    const revision = Math.max(...this.revisions.map((one) => one.revision)) + 1;
    const made = { revision, status: 'pending-rollback', description: `Rollback to ${target}` };
    this.revisions.push(made);
    if (fate === 'killed') throw new Error('killed');
    if (fate === 'fails') {
      Object.assign(made, { status: 'failed', description: 'Rollback "cartesia" failed: no' });
      return { ok: false as const, reason: 'no' };
    }
    for (const one of this.revisions) if (one.status === 'deployed') one.status = 'superseded';
    made.status = 'deployed';
    return { ok: true as const };
  }
}

const perform = (helm: Helm, fingerprint = 'bad') =>
  performRollback(order, { helm, deployed: async () => ({ ...judged, fingerprint }) });

describe('performRollback', () => {
  it('rolls back once, and once only however often it is started', async () => {
    const helm = new FakeHelm();
    expect(await perform(helm)).toMatchObject({ outcome: 'done', revision: 8 });
    expect(await perform(helm, 'good')).toMatchObject({ outcome: 'done', revision: 8 });
    expect(helm.rollbacks).toBe(1);
  });

  it('recovers what a killed Helm left pending', async () => {
    const helm = new FakeHelm();
    helm.fates = ['killed'];
    await expect(perform(helm)).rejects.toThrow('killed');
    expect(await perform(helm, 'half')).toMatchObject({ outcome: 'done', revision: 9 });
  });

  it('gives up after three failures, over all its lives', async () => {
    const helm = new FakeHelm();
    helm.fates = ['killed', 'fails', 'fails', 'fine'];
    await expect(perform(helm)).rejects.toThrow('killed');
    expect(await perform(helm)).toMatchObject({ outcome: 'failed' });
    expect(helm.rollbacks).toBe(3);
  });

  it.each<[string, (helm: FakeHelm) => void, string, RegExp]>([
    [
      'a newer revision',
      (helm) => helm.revisions.push({ revision: 8, status: 'deployed', description: 'Upgrade complete' }),
      'bad',
      /revision 8/,
    ],
    [
      'a rollback by hand to another revision',
      (helm) => helm.revisions.push({ revision: 8, status: 'deployed', description: 'Rollback to 5' }),
      'bad',
      /revision 8/,
    ],
    ['a hot-fix by hand', () => {}, 'fixed', /changed since/],
    ['a pruned target', (helm) => helm.revisions.shift(), 'bad', /no longer/],
    [
      'an upgrade under way',
      (helm) => Object.assign(helm.revisions[1]!, { status: 'pending-upgrade' }),
      'bad',
      /has not ended/,
    ],
  ])('refuses to revert over %s', async (_, happen, fingerprint, reason) => {
    const helm = new FakeHelm();
    happen(helm);
    expect(await perform(helm, fingerprint)).toMatchObject({
      outcome: 'refused',
      reason: expect.stringMatching(reason),
    });
    expect(helm.rollbacks).toBe(0);
  });
});
