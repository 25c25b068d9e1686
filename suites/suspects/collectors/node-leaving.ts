import type { V1Node } from '@kubernetes/client-node';
import type { Collector } from '../collector.ts';
import { hostsAt } from '../scene.ts';

/**
 * A host that is about to be emptied or mended: cordoned, or marked by an autoscaler, a cloud's termination handler or
 * node-problem-detector. Its pods still serve, so the load counts; but somebody works on it, and its pods will be moved.
 */
export const nodeLeaving: Collector = {
  kind: 'node-pressure',
  async look(scene) {
    return hostsAt(scene, scene.after).flatMap((node) => {
      const why = whyLeaving(node);
      return why === null
        ? []
        : [{ kind: 'node-pressure' as const, object: `Node/${node.metadata?.name}`, words: why }];
    });
  },
};

const marks =
  /^(ToBeDeletedByClusterAutoscaler|karpenter\.sh\/disrupt(ed|ion)|cloud\.google\.com\/impending-node-termination|aws-node-termination-handler\/.+|remediator\.kubernetes\.azure\.com\/.+)$|(^|\/)(KernelDeadlock|ReadonlyFilesystem|Frequent\w+Restart|Corrupt\w+)$/;

function whyLeaving({ spec }: V1Node): string | null {
  const mark = spec?.taints?.find(({ key }) => marks.test(key));
  if (mark) return `is tainted ${mark.key}`;
  return spec?.unschedulable ? 'is cordoned' : null;
}
