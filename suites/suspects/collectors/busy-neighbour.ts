import type { Collector } from '../collector.ts';
import { cpuOfHosts } from '../cpu-of-hosts.ts';
import { podName } from '../scene.ts';

/** Below that a host has CPUs to spare, and whoever uses some takes them from nobody. */
const nearlyFull = 0.8;
/** Of the host's CPUs. Three such pods and the release fill it. */
const greedy = 0.25;
/** A pod that used half as much when the accepted runs were made is no news. */
const asBefore = 0.5;

/** Another pod that began to use much of a host that has no CPUs to spare. */
export const busyNeighbour: Collector = {
  kind: 'noisy-neighbour',
  async look(scene) {
    return (await cpuOfHosts(scene))
      .filter(({ busy, cpus }) => busy >= nearlyFull * cpus)
      .flatMap(({ node, cpus, others }) =>
        others
          .filter(({ used, before }) => used >= greedy * cpus && before < asBefore * used)
          .map(({ used, before, ...pod }) => ({
            kind: 'noisy-neighbour' as const,
            object: podName({ namespace: pod.namespace, name: pod.pod }),
            words: `used ${used.toFixed(1)} of the ${cpus} CPUs of Node/${node}, and ${before.toFixed(1)} at the last good record`,
          })),
      );
  },
};
