import type { KubernetesObject } from '@kubernetes/client-node';
import { type Controller, controllersIn } from '../../checks/preflight/controllers.ts';
import { sameAs } from '../../checks/preflight/live.ts';
import { referencedConfigMaps } from '../../release/fingerprint.ts';
import { differences, unmet } from './differences.ts';
import type { ApplyMethod, ReplicaReset, UpgradePlan } from './upgrade-plan.ts';

type WorkloadPlan = Pick<UpgradePlan, 'images' | 'resets' | 'restarts' | 'untouched' | 'staleReaders'>;

export interface WorkloadPlanInput {
  readonly before: readonly KubernetesObject[];
  readonly target: readonly KubernetesObject[];
  readonly live: readonly KubernetesObject[];
  readonly method: ApplyMethod;
  /** ConfigMaps and Secrets that the upgrade changes, as `ConfigMap/name`. */
  readonly changedData: readonly string[];
}

/** What happens to the workloads: which images change, whose pods restart, whose replicas Helm sets back. */
export function workloadPlan({ before, target, live, method, changedData }: WorkloadPlanInput): WorkloadPlan {
  const [old, next, now] = [controllersIn(before), controllersIn(target), controllersIn(live)];
  const judged = next.map((one) => ({ one, because: restartReason(one, old, now) }));
  const still = judged.filter(({ because }) => because === null).map(({ one }) => one);
  return {
    images: next.flatMap((one) => imageChanges(one, now.find(sameAs(one)))),
    resets: next.flatMap((one) => reset(one, old.find(sameAs(one)), now.find(sameAs(one)), method) ?? []),
    restarts: judged.flatMap(({ one, because }) =>
      because === null ? [] : [{ object: named(one), because }],
    ),
    untouched: still.map(named),
    staleReaders: changedData
      .map((object) => ({ object, readers: still.filter((one) => reads(one, object)).map(named) }))
      .filter(({ readers }) => readers.length > 0),
  };
}

const named = ({ kind, name }: Controller): string => `${kind}/${name}`;

/** Null where the pods stay: Helm applied this very template before, and it is still so. */
function restartReason(
  next: Controller,
  old: readonly Controller[],
  live: readonly Controller[],
): string | null {
  const now = live.find(sameAs(next));
  if (!now) return 'it is new';
  const before = old.find(sameAs(next));
  const template = (of: Controller) => of.object.spec?.template;
  const changes = before
    ? differences(template(before), template(next))
    : unmet(template(now), template(next));
  if (changes.length > 0) return `${paths(changes)} ${changes.length === 1 ? 'changes' : 'change'}`;
  const drift = unmet(template(now), template(next));
  return drift.length > 0 ? `${paths(drift)} was changed since and is set back` : null;
}

function paths(changes: readonly { readonly path: string }[]): string {
  const names = changes.slice(0, 3).map(({ path }) => path.replace(/^spec\./, ''));
  return names.join(', ') + (changes.length > 3 ? ` and ${changes.length - 3} more` : '');
}

function imageChanges(next: Controller, live: Controller | undefined): UpgradePlan['images'] {
  const containers = ({ pod }: Controller) => [...(pod.initContainers ?? []), ...pod.containers];
  return containers(next).flatMap(({ name, image = '?' }) => {
    const from = live && containers(live).find((one) => one.name === name)?.image;
    return from === image ? [] : [{ container: `${named(next)}/${name}`, from: from ?? null, to: image }];
  });
}

/** Trap: an upgrade sets replicas back to the chart's, whatever an autoscaler has made of them since. */
function reset(
  next: Controller,
  old: Controller | undefined,
  live: Controller | undefined,
  method: ApplyMethod,
): ReplicaReset | null {
  const target = next.object.spec?.replicas;
  const now = live?.object.spec?.replicas;
  if (target === undefined || now === undefined || target === now) return null;
  // Nobody changed it since: that is the upgrade's own wish.
  if (old?.object.spec?.replicas === now) return null;
  if (method === 'three-way') {
    const effect = `Helm's three-way patch sets ${now} back to ${target}; an autoscaler raises it again only after that`;
    return { object: named(next), live: now, target, conflictsWith: null, effect };
  }
  const owner = ownerOfReplicas(live!);
  const effect =
    owner === null
      ? `Helm applies server-side and sets ${now} back to ${target}`
      : `${owner} set ${now}: Helm applies server-side, and the upgrade ends in a conflict; with --force-conflicts it sets ${target}`;
  return { object: named(next), live: now, target, conflictsWith: owner, effect };
}

/** Who else set the replicas, by the API server's own books; null where only Helm did. */
function ownerOfReplicas({ object }: Controller): string | null {
  const other = (object.metadata?.managedFields ?? []).find(({ manager, fieldsV1 }) => {
    const spec = (fieldsV1 as Record<string, Record<string, unknown>> | undefined)?.['f:spec'];
    return manager !== 'helm' && spec?.['f:replicas'] !== undefined;
  });
  return other?.manager ?? null;
}

function reads({ object, pod }: Controller, data: string): boolean {
  const [kind, name] = data.split('/');
  if (kind === 'ConfigMap') return referencedConfigMaps(object.spec!.template).includes(name!);
  const containers = [...pod.containers, ...(pod.initContainers ?? [])];
  return (
    (pod.volumes ?? []).some(({ secret }) => secret?.secretName === name) ||
    containers.some(
      ({ env = [], envFrom = [] }) =>
        envFrom.some(({ secretRef }) => secretRef?.name === name) ||
        env.some(({ valueFrom }) => valueFrom?.secretKeyRef?.name === name),
    )
  );
}
