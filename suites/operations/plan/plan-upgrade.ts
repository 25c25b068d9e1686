import type { KubernetesObject } from '@kubernetes/client-node';
import type { HelmRelease } from '../../probes/helm/history.ts';
import type { Target } from '../../release/target.ts';
import { type Difference, differences, unmet } from './differences.ts';
import { immutableChanges } from './immutable.ts';
import { leaves, overlaid } from './paths.ts';
import { identity, nameOf } from './same-object.ts';
import { shownChange } from './shown.ts';
import type { ApplyMethod, ObjectPlan, ShownChange, UpgradePlan } from './upgrade-plan.ts';
import { valuesChanges } from './values.ts';
import { workloadPlan } from './workload-plan.ts';

export interface PlanInput {
  readonly release: string;
  readonly namespace: string;
  /** The deployed revision; null where Helm has none, or it may not be read. */
  readonly deployed: HelmRelease | null;
  readonly target: Target;
  /** The objects of both manifests, as they are in the cluster; those that are not there are left out. */
  readonly live: readonly KubernetesObject[];
  readonly tagNow: string | null;
}

/** What the upgrade would do; pure. */
export function planUpgrade(input: PlanInput): UpgradePlan {
  const { deployed, target, live, namespace } = input;
  const before = deployed?.objects ?? [];
  const method = methodOf(deployed, live);
  const key = (object: KubernetesObject) => identity(object, namespace);
  const name = (object: KubernetesObject) => nameOf(object, namespace);
  const index = (objects: readonly KubernetesObject[]) => new Map(objects.map((one) => [key(one), one]));
  const [old, next, now] = [index(before), index(target.objects), index(live)];
  const failed = target.trouble !== null;

  const kept = target.objects
    .map((object) => ({ object, old: old.get(key(object)), live: now.get(key(object)) }))
    .filter((one) => one.live !== undefined);
  const judged = kept.map((one) => ({ ...one, ...changesOf(one.old, one.live!, one.object) }));
  const shownAs = ({
    object,
    changes,
  }: {
    object: KubernetesObject;
    changes: readonly Difference[];
  }): ObjectPlan => ({
    object: name(object),
    changes: changes.map((change) => shownChange(change, object.kind)),
  });
  const changed = judged.filter(({ changes }) => changes.length > 0);
  const drifted = judged
    .map(({ object, drift }) => ({ object, changes: drift.filter(({ path }) => path !== 'spec.replicas') }))
    .filter(({ changes }) => changes.length > 0);
  const impossible = kept
    .map((one) => ({ object: one.object, changes: immutableChanges(one.live!, one.object) }))
    .filter(({ changes }) => changes.length > 0);
  return {
    version: 1,
    source: target.source,
    release: input.release,
    namespace,
    method,
    chart: { from: deployed && chartText(deployed.chart), to: chartText(target.chart) },
    tag: { from: input.tagNow, to: target.tag },
    trouble: target.trouble,
    added: target.objects.filter((object) => !now.has(key(object))).map(name),
    removed: failed ? [] : before.filter((object) => !next.has(key(object)) && !isKept(object)).map(name),
    changed: changed.map(shownAs),
    drifted: drifted.map(shownAs),
    unchanged: judged.filter(({ changes, drift }) => changes.length === 0 && drift.length === 0).length,
    models: models(deployed, target),
    values: valuesChanges(
      { values: deployed?.values ?? target.values, defaults: deployed?.defaults ?? null },
      target,
    ),
    ...workloadPlan({
      before,
      target: target.objects,
      live,
      method,
      changedData: [...changed, ...drifted]
        .map(({ object }) => object)
        .filter(({ kind }) => kind === 'ConfigMap' || kind === 'Secret')
        .map(name),
    }),
    impossible: impossible.map(shownAs),
  };
}

/** The client spells fields of these otherwise than manifests do (`_from`, `_default`): what is live cannot be compared with them. */
const respelled: readonly string[] = ['CustomResourceDefinition', 'NetworkPolicy'];

/** What the chart changes, and what others changed since and the chart leaves alone. */
function changesOf(old: KubernetesObject | undefined, live: KubernetesObject, target: KubernetesObject) {
  const open = (respelled.includes(target.kind ?? '') ? [] : unmet(live, target)).filter(
    ({ path }) => path !== 'apiVersion',
  );
  if (!old) return { changes: open, drift: [] };
  const meant = differences(old, target).filter(({ path }) => path !== 'apiVersion');
  const paths = new Set(meant.map(({ path }) => path));
  return { changes: meant, drift: open.filter(({ path }) => !paths.has(path)) };
}

/** Helm 4 stores how it applied; before, its mark as a field manager tells. `auto` keeps to what was. */
function methodOf(deployed: HelmRelease | null, live: readonly KubernetesObject[]): ApplyMethod {
  if (deployed?.applyMethod !== undefined)
    return deployed.applyMethod === 'ssa' ? 'server-side' : 'three-way';
  const marks = live.flatMap(({ metadata }) => metadata?.managedFields ?? []);
  return marks.some(({ manager, operation }) => manager === 'helm' && operation === 'Apply')
    ? 'server-side'
    : 'three-way';
}

const isKept = ({ metadata }: KubernetesObject): boolean =>
  metadata?.annotations?.['helm.sh/resource-policy'] === 'keep';

const chartText = ({ name, version, appVersion }: Target['chart']): string =>
  `${name} ${version}${appVersion !== null && appVersion !== version ? ` (${appVersion})` : ''}`;

/** Values under names that speak of models: which ones are served is read from there. */
function models(deployed: HelmRelease | null, target: Target): ShownChange[] {
  if (!deployed) return [];
  const whole = (defaults: Target['defaults'], values: Target['values']) =>
    new Map([...leaves(overlaid(defaults, values))].filter(([path]) => /(^|\.)models?(\.|$)/i.test(path)));
  const [from, to] = [whole(deployed.defaults ?? {}, deployed.values), whole(target.defaults, target.values)];
  return [...new Set([...from.keys(), ...to.keys()])]
    .map((path) => ({ path, from: from.get(path), to: to.get(path) }))
    .filter((one) => String(one.from) !== String(one.to))
    .map((one) => shownChange(one, undefined));
}
