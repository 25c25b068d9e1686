import type { FaultRecipe } from '../fault-recipe.ts';

/** A server that cannot reach its peer says so in its log, again and again, and runs on. */
export const errorsInLogs: FaultRecipe = {
  id: 'kubernetes/errors-in-logs',
  platform: 'cartesia',
  title: 'A program of the release logs errors',
  objects: [
    {
      change: 'create',
      object: {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'seatrial-grumbler', labels: { 'app.kubernetes.io/component': 'grumbler' } },
        spec: {
          terminationGracePeriodSeconds: 0,
          containers: [
            {
              name: 'nats',
              image: 'localhost/seatrial/nats-server:v2.12.0',
              imagePullPolicy: 'IfNotPresent',
              args: [
                '--cluster_name',
                'x',
                '--cluster',
                'nats://127.0.0.1:6222',
                '--routes',
                'nats://127.0.0.1:1',
              ],
            },
          ],
        },
      } as never,
    },
  ],
  caughtBy: ['preflight.recent-errors'],
};
