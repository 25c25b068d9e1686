import type { V1Pod } from '@kubernetes/client-node';

const at = new Date('2026-06-01T10:00:00Z');

/** For tests: a pod whose container was killed so often for want of memory. */
export const crashed = (name: string, restarts: number): V1Pod => ({
  metadata: { name, uid: name, namespace: 'x' },
  spec: { containers: [{ name: 'main', image: 'img:1' }] },
  status: {
    phase: 'Running',
    containerStatuses: [
      {
        name: 'main',
        image: 'img:1',
        imageID: 'sha256:1',
        ready: false,
        restartCount: restarts,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: { terminated: { exitCode: 137, reason: 'OOMKilled', startedAt: at, finishedAt: at } },
      },
    ],
  },
});
