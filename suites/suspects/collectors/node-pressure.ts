import type { V1NodeCondition } from '@kubernetes/client-node';
import type { Collector } from '../collector.ts';
import { hostsAt } from '../scene.ts';

/**
 * Trouble that a host reports itself: the kubelet's own conditions, and the problems of node-problem-detector and of
 * AKS, which are bad when true. EKS says `KernelReady`, `StorageReady`: bad when false. Of what is named neither way
 * (`GKE` has a condition for changed settings) nobody can say that it slows anything.
 */
export const nodePressure: Collector = {
  kind: 'node-pressure',
  voids: true,
  async look(scene) {
    const seen = [scene.before, scene.after].flatMap((sighting) => hostsAt(scene, sighting));
    const found = seen.flatMap(({ metadata, status }) =>
      (status?.conditions ?? []).filter(isTrouble).map(({ type }) => ({
        kind: 'node-pressure' as const,
        object: `Node/${metadata?.name}`,
        words: type.endsWith('Ready') ? `is not ${type}` : `reports ${type}`,
      })),
    );
    return [...new Map(found.map((one) => [`${one.object} ${one.words}`, one])).values()];
  },
};

const problem = /Pressure$|^NetworkUnavailable$|^Frequent|Deadlock|Read-?only|^Corrupt|Unhealthy|Problem$/i;

/** `Unknown` counts for the kubelet's own `Ready` alone: that says that it is gone. */
const isTrouble = ({ type, status }: V1NodeCondition): boolean =>
  type.endsWith('Ready')
    ? status === 'False' || (type === 'Ready' && status !== 'True')
    : status === 'True' && problem.test(type);
