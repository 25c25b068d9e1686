import type { Needs } from '../../check.ts';
import { type Kind, type KubernetesRule, kinds } from './reader.ts';

/** One right that checks need, before it is known for which namespace. */
export interface NeededRight {
  readonly verb: string;
  readonly group: string;
  /** `pods`, or with its subresource `pods/log`. */
  readonly resource: string;
  /** The only objects that are read, where they are known by name. */
  readonly names?: readonly string[];
  /** `namespace`: a Role in the platform's namespace grants it; `cluster`: it takes a ClusterRole. */
  readonly scope: 'namespace' | 'cluster';
}

/** Every right that these needs come to, each once, in a stable order. */
export function rightsOf(needs: readonly Needs[]): NeededRight[] {
  const rights = needs.flatMap((need): NeededRight[] => [
    ...(need.kubernetes ?? []).map((rule) => {
      const [verb, kind] = rule.split(':') as ['get' | 'list', Kind];
      const { group, scope, resource = kind, names } = kinds[kind];
      return {
        verb,
        group,
        resource,
        ...(names && { names }),
        scope: scope === 'namespace' ? ('namespace' as const) : ('cluster' as const),
      };
    }),
    ...(need.logs ? [{ verb: 'get', group: '', resource: 'pods/log', scope: 'namespace' as const }] : []),
    // Helm keeps its revisions in Secrets.
    ...(need.helm ? [{ verb: 'list', group: '', resource: 'secrets', scope: 'namespace' as const }] : []),
  ]);
  const unique = new Map(rights.map((right) => [keyOf(right), right]));
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, right]) => right);
}

const keyOf = ({ scope, group, resource, names = [], verb }: NeededRight): string =>
  [scope, group, resource, names.join(','), verb].join(' ');

/** One rule of a Role or ClusterRole. */
export interface RoleRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** The rules that grant the rights of one scope: one per resource, each verb once. */
export function rulesFor(rights: readonly NeededRight[], scope: NeededRight['scope']): RoleRule[] {
  const own = rights.filter((right) => right.scope === scope);
  const grouped = Map.groupBy(own, (right) => keyOf({ ...right, verb: '' }));
  return [...grouped.values()].map((same) => ({
    apiGroups: [same[0]!.group],
    resources: [same[0]!.resource],
    ...(same[0]!.names && { resourceNames: same[0]!.names }),
    verbs: [...new Set(same.map(({ verb }) => verb))].sort(),
  }));
}

/** What observing and settling a release reads, whatever the checks. */
export const observing: readonly KubernetesRule[] = [
  'list:deployments',
  'list:statefulsets',
  'list:daemonsets',
  'list:configmaps',
  'list:controllerrevisions',
  'list:replicasets',
  'list:pods',
  'list:endpointslices',
  'list:nodes',
];
