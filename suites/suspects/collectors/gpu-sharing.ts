import { gpusOf } from '../../checks/preflight/controllers.ts';
import { isShared } from '../../release/gpu-model-of-node.ts';
import type { Collector } from '../collector.ts';
import { hostsAt, knowsAllPods, podName, strangersOn, subjectPods } from '../scene.ts';

/**
 * Pods that share the GPUs of the release's own by time-slicing or MPS: one other is enough, since nothing bounds what it
 * takes. Pods with whole GPUs, or MIG slices, of their own are none.
 */
export const gpuSharing: Collector = {
  kind: 'noisy-neighbour',
  async look(scene) {
    const own = new Set(
      subjectPods(scene, scene.after).flatMap(({ spec }) => (spec ? [...gpusOf(spec).keys()] : [])),
    );
    const hosts = hostsAt(scene, scene.after).flatMap((node) => {
      const shared = [...own].filter((resource) => isShared(node.metadata?.labels ?? {}, resource));
      return shared.length > 0 ? [{ node, shared }] : [];
    });
    const found = hosts.flatMap(({ node, shared }) =>
      strangersOn(scene, node).flatMap(({ metadata, spec }) => {
        const takes = shared.flatMap((resource) => {
          const count = spec && gpusOf(spec).get(resource);
          return count ? [`${count} ${resource}`] : [];
        });
        if (takes.length === 0) return [];
        const words = `holds ${takes.join(', ')} of Node/${node.metadata?.name}, whose GPUs are shared with this release`;
        return [{ kind: 'noisy-neighbour' as const, object: podName(metadata ?? {}), words }];
      }),
    );
    if (hosts.length > 0 && found.length === 0) knowsAllPods(scene);
    return found;
  },
};
