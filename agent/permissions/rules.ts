import { snapshotRules } from '../../suites/operations/record/take-snapshot.ts';
import { platforms } from '../../suites/platforms/index.ts';
import type { Platform } from '../../suites/platforms/platform.ts';
import type { Kind } from '../../suites/probes/kubernetes/reader.ts';
import { observing, type RoleRule, rightsOf, rulesFor } from '../../suites/probes/kubernetes/rights.ts';
import { sightingReads } from '../../suites/suspects/sighting.ts';
import { group } from '../resources/group.ts';

/** One rule of a Role. */
export type Rule = RoleRule;

/** Every right that the agent needs, by where and when. The chart makes its Roles from this. */
export interface Permissions {
  /** In each watched namespace. */
  readonly watched: readonly Rule[];
  /** In each watched namespace where rollbacks are allowed: Helm's revision is read from its Secrets. */
  readonly watchedForRollback: readonly Rule[];
  /** In the agent's own namespace, where rollbacks are allowed. */
  readonly ownForRollback: readonly Rule[];
  /** In the whole cluster; the agent does without where it is not given. */
  readonly cluster: readonly Rule[];
  /** Of the rollback's Job, in each watched namespace, besides the kinds of the platform's chart. */
  readonly rollbackJob: readonly Rule[];
}

/** The agent's own work. */
const own: readonly Rule[] = [
  { apiGroups: ['apps'], resources: ['deployments', 'statefulsets', 'daemonsets'], verbs: ['list', 'watch'] },
  { apiGroups: [group], resources: ['trials'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: [group], resources: ['trials/status', 'trialruns/status'], verbs: ['update'] },
  { apiGroups: [group], resources: ['trialruns'], verbs: ['get', 'list', 'watch', 'create', 'delete'] },
  { apiGroups: [group], resources: ['baselines'], verbs: ['get', 'create', 'update'] },
  { apiGroups: [''], resources: ['events'], verbs: ['create'] },
  // Load runs as a Job that owns its ConfigMap.
  { apiGroups: ['batch'], resources: ['jobs'], verbs: ['get', 'create', 'delete'] },
  // The release as it last passed is kept in a ConfigMap too.
  { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'create', 'update'] },
];

const helmRevisions: Rule = { apiGroups: [''], resources: ['secrets'], verbs: ['list'] };

/** What the given platforms' checks declare, and what the agent needs besides. */
export function permissions(of: readonly Platform[] = Object.values(platforms)): Permissions {
  const needs = of
    .flatMap(({ suites }) => [suites.verify, suites.smoke, suites.rollback].flatMap(({ entries }) => entries))
    // Helm's history is granted only where rollbacks are.
    .map(
      ({
        check: {
          needs: { helm: _, ...others },
        },
      }) => others,
    );
  const beside = { kubernetes: [...snapshotRules, 'list:events'] as const, logs: true as const };
  const rights = rightsOf([{ kubernetes: observing }, { kubernetes: sightingReads }, beside, ...needs]);
  const declared = rulesFor(rights, 'namespace');
  // Secrets are read where rollbacks are allowed; elsewhere the checks that want them say that they may not.
  const namespaced = declared.filter(({ resources }) => !resources.includes('secrets'));
  const secrets = declared.filter(({ resources }) => resources.includes('secrets'));
  const operated = new Set<string>(of.flatMap(({ operator }) => operator?.kinds ?? []));
  const deployed = observing.filter((rule) => /deployments|sets$|configmaps/.test(rule));
  return {
    watched: merged([...namespaced, ...own]),
    watchedForRollback: merged([helmRevisions, ...secrets]),
    ownForRollback: merged([
      { apiGroups: ['batch'], resources: ['jobs'], verbs: ['get', 'create'] },
      { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
    ]),
    cluster: merged(rulesFor(rights, 'cluster')),
    rollbackJob: merged([
      // Helm keeps its revisions in Secrets, whose names cannot be known beforehand.
      { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'create', 'update', 'delete'] },
      ...namespaced.filter(
        ({ resources }) => deployed.includes(`list:${resources[0] as Kind}`) || operated.has(resources[0]!),
      ),
    ]),
  };
}

/** One rule per resource, each verb once, in a stable order. */
function merged(rules: readonly Rule[]): Rule[] {
  const single = rules.flatMap(({ apiGroups, resources, resourceNames, verbs }) =>
    apiGroups.flatMap((apiGroup) =>
      resources.map((resource) => ({
        key: `${apiGroup}/${resource}/${resourceNames ?? ''}`,
        apiGroup,
        resource,
        resourceNames,
        verbs,
      })),
    ),
  );
  return [...Map.groupBy(single, ({ key }) => key)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, same]) => ({
      apiGroups: [same[0]!.apiGroup],
      resources: [same[0]!.resource],
      ...(same[0]!.resourceNames && { resourceNames: same[0]!.resourceNames }),
      verbs: [...new Set(same.flatMap(({ verbs }) => verbs))].sort(),
    }));
}
