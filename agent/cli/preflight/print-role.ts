import { stringify } from 'yaml';
import type { Needs } from '../../../suites/check.ts';
import { type Platform, suitesOf } from '../../../suites/platforms/platform.ts';
import { observing, rightsOf, rulesFor } from '../../../suites/probes/kubernetes/rights.ts';

/** The Role and ClusterRole that a platform's checklists need, as YAML: read-only, no wildcards. */
export function roleText(platform: Platform, namespace: string): string {
  const needs: Needs[] = suitesOf(platform).flatMap(({ entries }) => entries.map(({ check }) => check.needs));
  const rights = rightsOf([{ kubernetes: observing }, ...needs]);
  const name = `seatrial-${platform.name}`;
  const object = (kind: 'Role' | 'ClusterRole', scope: 'namespace' | 'cluster') => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind,
    metadata: { name, ...(kind === 'Role' && { namespace }) },
    rules: rulesFor(rights, scope),
  });
  return [object('Role', 'namespace'), object('ClusterRole', 'cluster')]
    .map((one) => stringify(one))
    .join('---\n');
}
