import { quantity } from '../../checks/preflight/quantity.ts';
import type { Collector } from '../collector.ts';
import { clock, hostsAt, knowsAllPods, newsSince, percent, podName, strangersOn } from '../scene.ts';

/** A quarter of a host's CPUs: less leaves a release that was sized for its host with room enough. */
const muchOfHost = 0.25;

/** A pod that came to a host after the last good record, and asks for a large part of its CPUs. */
export const newcomer: Collector = {
  kind: 'noisy-neighbour',
  async look(scene) {
    const since = newsSince(scene);
    const found = hostsAt(scene, scene.after).flatMap((node) => {
      const cpus = quantity(node.status?.allocatable?.cpu ?? node.status?.capacity?.cpu);
      return strangersOn(scene, node).flatMap(({ metadata, spec, status }) => {
        const started = new Date(status?.startTime ?? 0);
        const asks = (spec?.containers ?? []).reduce(
          (sum, { resources }) => sum + quantity(resources?.requests?.cpu ?? 0),
          0,
        );
        if (started < since || !(asks / cpus >= muchOfHost)) return [];
        const words = `came to Node/${node.metadata?.name} at ${clock(started)} and asks for ${asks} of its ${cpus} CPUs (${percent(asks / cpus)})`;
        return [{ kind: 'noisy-neighbour' as const, object: podName(metadata ?? {}), words }];
      });
    });
    if (found.length === 0) knowsAllPods(scene);
    return found;
  },
};
