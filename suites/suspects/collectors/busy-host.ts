import type { Collector } from '../collector.ts';
import { cpuOfHosts } from '../cpu-of-hosts.ts';
import { percent } from '../scene.ts';

/** Above that, on average, there are moments without a free CPU. */
const full = 0.9;
/** What others must take of the CPUs: with less it is the release that fills its host. */
const muchOfOthers = 0.25;
/** What counts as a regression. */
const muchStolen = 0.05;

/** A host without a free CPU, and not by the release's own work; or one whose hypervisor gives its time to others. */
export const busyHost: Collector = {
  kind: 'cpu-throttling',
  async look(scene) {
    return (await cpuOfHosts(scene)).flatMap(({ node, cpus, busy, ours, stolen }) => {
      const others = busy - ours;
      const words = [
        ...(busy >= full * cpus && others >= muchOfOthers * cpus
          ? [
              `${busy.toFixed(1)} of its ${cpus} CPUs were busy, ${others.toFixed(1)} of them for others than this release`,
            ]
          : []),
        ...(stolen >= muchStolen ? [`its hypervisor took ${percent(stolen)} of its CPU time`] : []),
      ];
      if (words.length === 0) return [];
      return [{ kind: 'cpu-throttling' as const, object: `Node/${node}`, words: words.join('; ') }];
    });
  },
};
