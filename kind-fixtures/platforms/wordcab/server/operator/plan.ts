import type { Deployment, WordcabPool } from '../kube/resources.ts';
import {
  configAnnotation,
  digest,
  type ManifestSite,
  strategyOf,
  templateAnnotation,
  templateOf,
} from './manifests.ts';

/** One act of the operator. */
export type Act =
  | { readonly act: 'create'; readonly pool: WordcabPool; readonly template: object }
  /** Without any effect on pods that serve. */
  | { readonly act: 'adjust'; readonly pool: WordcabPool; readonly spec: object }
  /** A new template: the pool's replicas are replaced one by one. */
  | { readonly act: 'roll'; readonly pool: WordcabPool; readonly template: object };

export interface PlanOptions {
  readonly allAtOnce: boolean;
  /** The fault: a pool is restarted for its configuration. What it did stays when it ends. */
  readonly restartOnConfig: boolean;
}

/** True where the pool is of another template than it should be. */
export const isStale = (
  pool: WordcabPool,
  { metadata }: Deployment,
  template: object,
  restartOnConfig: boolean,
): boolean =>
  metadata.annotations?.[templateAnnotation] !== digest(template) ||
  (restartOnConfig && metadata.annotations?.[configAnnotation] !== digest(pool.spec.config));

/** True where every replica is of the newest template and available. */
export const isComplete = ({ metadata, spec, status }: Deployment): boolean => {
  const desired = spec.replicas ?? 1;
  return (
    (status?.observedGeneration ?? 0) >= (metadata.generation ?? 0) &&
    (status?.updatedReplicas ?? 0) === desired &&
    (status?.replicas ?? 0) === desired &&
    (status?.availableReplicas ?? 0) === desired
  );
};

/** True while old replicas are left, or new ones are missing: not for a replica that only became unready. */
export const isRolling = ({ metadata, spec, status }: Deployment): boolean =>
  (status?.observedGeneration ?? 0) < (metadata.generation ?? 0) ||
  (status?.updatedReplicas ?? 0) < (spec.replicas ?? 1) ||
  (status?.replicas ?? 0) > (status?.updatedReplicas ?? 0);

/**
 * What to do now, by what is declared and what is there. New pools are made at once: nobody uses them yet.
 * Of those whose template changed one is rolled, by name, and only when no other pool is being rolled and the
 * one before it is complete: a pool that does not get ready holds up the others, but not its own way back.
 */
export function nextActs(
  pools: readonly WordcabPool[],
  workloads: ReadonlyMap<string, Deployment>,
  site: ManifestSite,
  options: PlanOptions,
): Act[] {
  const acts: Act[] = [];
  const stale: Extract<Act, { act: 'roll' }>[] = [];
  for (const pool of pools) {
    const template = templateOf(pool, site);
    const found = workloads.get(pool.metadata.name);
    if (!found) {
      acts.push({ act: 'create', pool, template });
      continue;
    }
    const { min, max } = pool.spec.replicas;
    const replicas = Math.max(min, Math.min(max, found.spec.replicas ?? min));
    const strategy = strategyOf(pool);
    const same = replicas === found.spec.replicas && sameStrategy(strategy, found.spec.strategy);
    if (!same) acts.push({ act: 'adjust', pool, spec: { replicas, strategy } });
    if (isStale(pool, found, template, options.restartOnConfig)) stale.push({ act: 'roll', pool, template });
  }
  stale.sort((a, b) => (a.pool.metadata.name < b.pool.metadata.name ? -1 : 1));
  if (options.allAtOnce) return [...acts, ...stale];
  const busy = new Set([...workloads].flatMap(([name, workload]) => (isRolling(workload) ? name : [])));
  for (const { metadata, status } of pools) {
    const workload = workloads.get(metadata.name);
    // Told by the status, so that an operator that starts anew in the middle of a rollout goes on with it.
    if (status?.rollout && !status.rollout.finishedAt && workload && !isComplete(workload))
      busy.add(metadata.name);
  }
  const next = stale.find(({ pool }) => busy.size === 0 || (busy.size === 1 && busy.has(pool.metadata.name)));
  return next ? [...acts, next] : acts;
}

const sameStrategy = (wanted: ReturnType<typeof strategyOf>, found: object | undefined): boolean => {
  const { rollingUpdate } = (found ?? {}) as { rollingUpdate?: Record<string, unknown> };
  return Object.entries(wanted.rollingUpdate).every(([key, value]) => rollingUpdate?.[key] === value);
};
