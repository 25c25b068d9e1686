import type { V1ConfigMap, V1Node } from '@kubernetes/client-node';
import { parse } from 'yaml';

/** Whether somebody may add nodes when pods wait. */
export type Growth =
  | { readonly can: 'no'; readonly why: string }
  | { readonly can: 'perhaps'; readonly why: string };

interface Group {
  readonly name: string;
  readonly target: number;
  readonly max: number;
}

/**
 * From the status that cluster-autoscaler keeps (`cluster-autoscaler-status`), and from the marks that Karpenter
 * leaves on its nodes. Which GPUs a group's new nodes have is not written there: so it is never a sure yes.
 */
export function growth(status: V1ConfigMap | null, nodes: readonly V1Node[]): Growth {
  const text = status?.data?.status;
  if (text !== undefined) {
    const groups = groupsIn(text);
    if (groups.length === 0)
      return { can: 'perhaps', why: "cluster-autoscaler runs, and its status names no group's bounds" };
    const open = groups.filter(({ target, max }) => max > target);
    return open.length === 0
      ? { can: 'no', why: `all ${groups.length} node groups of cluster-autoscaler are at their maximum` }
      : {
          can: 'perhaps',
          why: `cluster-autoscaler may add ${open.map(({ name, target, max }) => `${max - target} nodes to ${name}`).join(', ')}`,
        };
  }
  const karpenter = nodes.some(({ metadata }) =>
    Object.keys(metadata?.labels ?? {}).some((label) => label.startsWith('karpenter.sh/')),
  );
  if (karpenter) return { can: 'perhaps', why: 'Karpenter may add nodes' };
  return { can: 'no', why: 'no autoscaler is there that could add nodes' };
}

/** YAML since 1.30, text before. */
function groupsIn(text: string): Group[] {
  const old = [
    ...text.matchAll(
      /Name:\s+(\S+)\n\s+Health:.*?cloudProviderTarget=(\d+)\s+\(minSize=\d+, maxSize=(\d+)\)/gs,
    ),
  ].map(([, name, target, max]) => ({ name: name!, target: Number(target), max: Number(max) }));
  if (old.length > 0) return old;
  try {
    const { nodeGroups } = parse(text) as { nodeGroups?: unknown };
    return (Array.isArray(nodeGroups) ? nodeGroups : []).flatMap((group) => {
      const { name, health } = group as { name?: unknown; health?: Record<string, unknown> };
      const target = Number(health?.cloudProviderTarget);
      const max = Number(health?.maxSize);
      return Number.isFinite(target) && Number.isFinite(max) ? [{ name: String(name), target, max }] : [];
    });
  } catch {
    return [];
  }
}
