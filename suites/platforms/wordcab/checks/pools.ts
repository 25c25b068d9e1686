import { defineCheck } from '../../../check.ts';
import type { WordcabPool } from '../../../probes/kubernetes/custom-kinds.ts';
import { fail, inconclusive, pass, skip } from '../../../record/finding.ts';

interface Judged {
  readonly name: string;
  readonly state: 'well' | 'ill' | 'moving' | 'at rest' | 'unknown';
  readonly says: string;
}

/** Every pool is healthy by the operator's word, which must be of the pool's present generation. */
export const pools = defineCheck({
  id: 'wordcab.pools',
  title: 'Every pool is healthy',
  question: 'Has every pool as many ready replicas as it should, on what is declared now?',
  needs: { kubernetes: ['list:wordcabpools', 'list:wordcabdeployments'] },
  timeoutSeconds: 30,
  blames: 'release',
  source: 'Upgrades & rollback, Rolling upgrade 4: watch pool health',
  hint: "Read the pool's conditions (`kubectl describe wordcabpool`) and the operator's log.",
  async run({ kubernetes }) {
    const [found, deployments] = await Promise.all([
      kubernetes.list('wordcabpools'),
      kubernetes.list('wordcabdeployments'),
    ]);
    if (found.length === 0)
      return deployments.length > 0
        ? fail('the deployment has no pool', { expected: 'pools', seen: 'none' })
        : skip(
            'there is no wordcabpools.wordcab.com object here; the name of the definition is an assumption of ours',
          );
    const judged = found.map(judge);
    const seen = {
      expected: `${found.length} pools healthy, as many replicas ready as desired`,
      seen: judged.map(({ name, says }) => `${name}: ${says}`).join('; '),
      objects: judged.filter(({ state }) => state !== 'well').map(({ name }) => `WordcabPool/${name}`),
    };
    const of = (state: Judged['state']) => judged.filter((one) => one.state === state);
    const named = (some: readonly Judged[]) => some.map(({ name }) => name).join(', ');
    const ill = of('ill');
    if (ill.length > 0)
      return fail(`${ill.length} of ${found.length} pools are not healthy: ${named(ill)}`, seen);
    const moving = of('moving');
    if (moving.length > 0) return inconclusive(`still being rolled out: ${named(moving)}`, seen);
    const unknown = of('unknown');
    if (unknown.length > 0) return inconclusive(`the operator says nothing of ${named(unknown)}`, seen);
    const resting = of('at rest');
    if (resting.length === found.length)
      return inconclusive('every pool is at zero replicas: nothing is proven', seen);
    return pass(
      resting.length > 0
        ? `${found.length - resting.length} pools healthy; at zero replicas, not proven: ${named(resting)}`
        : `${found.length} of ${found.length} pools healthy`,
      seen,
    );
  },
});

const movingPhases = ['Rolling', 'Waiting', 'Pending'];

function judge({ metadata, spec, status }: WordcabPool): Judged {
  const name = metadata?.name ?? '?';
  const generation = metadata?.generation ?? 0;
  if (!status) return { name, state: 'unknown', says: 'no status' };
  const { observedGeneration = 0, desired, ready, phase } = status;
  if (observedGeneration < generation)
    return {
      name,
      state: 'moving',
      says: `generation ${generation}, the operator has seen ${observedGeneration}`,
    };
  const healthy = status.conditions?.find(({ type }) => type === 'Healthy');
  const says = `${phase ?? 'no phase'}, ${ready ?? '?'} of ${desired ?? '?'} ready`;
  if (desired === undefined || ready === undefined || !healthy) return { name, state: 'unknown', says };
  if (movingPhases.includes(phase ?? '')) return { name, state: 'moving', says };
  if (desired === 0 && spec?.replicas?.min === 0) return { name, state: 'at rest', says };
  const well = healthy.status === 'True' && ready >= desired && desired > 0;
  return { name, state: well ? 'well' : 'ill', says };
}
