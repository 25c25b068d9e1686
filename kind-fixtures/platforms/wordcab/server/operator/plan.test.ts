import { describe, expect, it } from 'vitest';
import type { Deployment, WordcabPool } from '../kube/resources.ts';
import { digest, type ManifestSite, templateAnnotation, templateOf } from './manifests.ts';
import { nextActs } from './plan.ts';

const site: ManifestSite = {
  release: 'wordcab',
  adminUrl: '',
  loadMs: 0,
  again: false,
};

const poolOf = (name: string, tag: string, over: Partial<WordcabPool['spec']> = {}): WordcabPool => ({
  metadata: { name, uid: name, generation: 1 },
  spec: {
    type: 'llm',
    image: `wordcab-llm:${tag}`,
    replicas: { min: 2, max: 4 },
    maxUnavailable: 0,
    maxSurge: 1,
    resources: { requests: {}, limits: {} },
    backend: 'vllm',
    models: [],
    config: {},
    ...over,
  },
});

const workloadOf = (pool: WordcabPool, status: Partial<Deployment['status']> = {}): Deployment => ({
  metadata: {
    name: pool.metadata.name,
    generation: 1,
    annotations: { [templateAnnotation]: digest(templateOf(pool, site)) },
  },
  spec: {
    replicas: 2,
    template: {},
    strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
  },
  status: { observedGeneration: 1, replicas: 2, updatedReplicas: 2, availableReplicas: 2, ...status },
});

const names = ['a', 'b', 'c'];
const olds = names.map((name) => poolOf(name, 'v1.8.0'));
const news = names.map((name) => poolOf(name, 'v1.9.0'));
const there = (...workloads: Deployment[]) => new Map(workloads.map((one) => [one.metadata.name, one]));
const calm = { allAtOnce: false, restartOnConfig: false };
const begun = (pool: WordcabPool): WordcabPool => ({
  ...pool,
  status: { rollout: { startedAt: '', finishedAt: null } } as WordcabPool['status'] & object,
});
const acts = (...args: Parameters<typeof nextActs>) =>
  nextActs(...args).map(({ act, pool }) => `${act} ${pool.metadata.name}`);

describe('what the operator does next', () => {
  it('makes all pools of a first install at once', () => {
    expect(acts(news, there(), site, calm)).toEqual(['create a', 'create b', 'create c']);
  });

  it('rolls one pool, and no second one while it is not complete', () => {
    const workloads = olds.map((pool) => workloadOf(pool));
    expect(acts(news, there(...workloads), site, calm)).toEqual(['roll a']);
    const rolling = workloadOf(news[0]!, { updatedReplicas: 1 });
    expect(acts(news, there(rolling, ...workloads.slice(1)), site, calm)).toEqual([]);
    const unready = workloadOf(news[0]!, { availableReplicas: 1 });
    const [a, ...others] = news;
    expect(acts([begun(a!), ...others], there(unready, ...workloads.slice(1)), site, calm)).toEqual([]);
    const done = workloadOf(news[0]!);
    expect(acts([begun(a!), ...others], there(done, ...workloads.slice(1)), site, calm)).toEqual(['roll b']);
  });

  it('lets a pool that hangs go back to where it was', () => {
    const hanging = workloadOf(news[0]!, { updatedReplicas: 1, availableReplicas: 1 });
    const workloads = there(hanging, ...olds.slice(1).map((pool) => workloadOf(pool)));
    expect(acts([begun(olds[0]!), ...olds.slice(1)], workloads, site, calm)).toEqual(['roll a']);
  });

  it('applies configuration and scale without a roll', () => {
    const changed = poolOf('a', 'v1.8.0', { config: { maxConcurrency: 4 }, replicas: { min: 3, max: 4 } });
    expect(acts([changed], there(workloadOf(olds[0]!)), site, calm)).toEqual(['adjust a']);
    const faulty = { ...calm, restartOnConfig: true };
    expect(acts([changed], there(workloadOf(olds[0]!)), site, faulty)).toContain('roll a');
  });

  it('rolls all of them under the fault', () => {
    const workloads = there(...olds.map((pool) => workloadOf(pool)));
    expect(acts(news, workloads, site, { ...calm, allAtOnce: true })).toHaveLength(3);
  });
});
