import type { V1Pod } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { jobName, jobOf } from './job-of.ts';
import { podState } from './pod-answer.ts';

const pod = (state: object, more: { status?: object; metadata?: object } = {}): V1Pod =>
  ({
    metadata: more.metadata ?? {},
    status: {
      containerStatuses: [
        { name: 'istio-proxy', state: { running: {} } },
        { name: 'check', state },
      ],
      ...more.status,
    },
  }) as V1Pod;
const ended = (exitCode: number, reason = 'Error') => ({ terminated: { exitCode, reason, message: 'why' } });
const condition = (type: string, message: string, status = 'True') => ({
  status: { conditions: [{ type, status, message }] },
});

test.each([
  [pod(ended(1)), { state: 'ended', exitCode: 1, message: 'why' }],
  [pod({ running: {} }), { state: 'waiting', trouble: 'the container still runs' }],
  // Told to stop, it may answer whatever it likes.
  [pod(ended(1), { metadata: { deletionTimestamp: new Date() } }), { state: 'lost' }],
  [pod(ended(0), condition('DisruptionTarget', 'preempted')), { state: 'lost', trouble: /preempted/ }],
  [
    pod(ended(1), { status: { reason: 'Evicted', message: 'disk full' } }),
    { state: 'lost', trouble: /disk full/ },
  ],
  [pod(ended(137, 'OOMKilled')), { state: 'lost', trouble: /out of memory/ }],
  [pod({ waiting: { reason: 'ImagePullBackOff' } }), { state: 'waiting', trouble: /ImagePullBackOff/ }],
  [
    pod({ waiting: { reason: 'CreateContainerConfigError', message: 'secret "x" not found' } }),
    { state: 'lost', trouble: /secret "x" not found/ },
  ],
  [
    pod({}, condition('PodScheduled', '0/3 nodes are available', 'False')),
    { state: 'waiting', trouble: /no node takes the pod: 0\/3/ },
  ],
])('case %# is seen', (seen, { trouble, ...expected }: { state: string; trouble?: string | RegExp }) => {
  const found = podState(seen);
  expect(found).toMatchObject(expected);
  if (trouble) expect((found as { trouble: string }).trouble).toMatch(trouble);
});

test('a Job has the same name for the same request alone, within the bounds of a name', () => {
  const id = `own.check-${'x'.repeat(80)}`;
  const request = { image: 'a', timeoutSeconds: 5 };
  expect(jobName(id, request)).toBe(jobName(id, { ...request }));
  expect(jobName(id, request)).not.toBe(jobName(id, { ...request, image: 'b' }));
  expect(jobName(id, request)).toMatch(/^[a-z0-9-]{1,63}$/);
});

test('a container gets no token unless it has an account', () => {
  const spec = (more: object) => jobOf('n', { image: 'a', timeoutSeconds: 5, ...more }).spec!.template.spec!;
  expect(spec({}).automountServiceAccountToken).toBe(false);
  expect(spec({ serviceAccount: 'reader' })).toMatchObject({
    automountServiceAccountToken: true,
    serviceAccountName: 'reader',
  });
});
