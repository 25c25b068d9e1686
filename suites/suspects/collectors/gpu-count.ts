import { isGpu } from '../../checks/preflight/controllers.ts';
import { quantity } from '../../checks/preflight/quantity.ts';
import type { Collector } from '../collector.ts';
import { hostsAt } from '../scene.ts';

/** A host that offers fewer GPUs than it has: the device plugin took the missing one for unhealthy. One is enough. */
export const gpuCount: Collector = {
  kind: 'gpu-count',
  async look(scene) {
    return hostsAt(scene, scene.after).flatMap(({ metadata, status }) =>
      Object.entries(status?.capacity ?? {}).flatMap(([resource, whole]) => {
        const has = quantity(whole);
        const offers = quantity(status?.allocatable?.[resource] ?? 0);
        if (!isGpu(resource) || !(offers < has)) return [];
        return [
          {
            kind: 'gpu-count' as const,
            object: `Node/${metadata?.name}`,
            words: `offers ${offers} of its ${has} ${resource}: the others are unhealthy`,
          },
        ];
      }),
    );
  },
};
