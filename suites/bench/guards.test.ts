import { expect, test } from 'vitest';
import { guardsSchema } from '../../load/guards.ts';
import { cartesia } from '../platforms/cartesia/platform.ts';
import { ProbeError } from '../probes/probe-error.ts';
import { subjectOf } from '../testing/plans.ts';
import { guardsAt, planGuards } from './guards.ts';

const workload = (name: string) => ({
  ...{ kind: 'Deployment' as const, name, templateHash: 'a', replicas: 1, gpusPerPod: 0 },
});
const subject = subjectOf({ workloads: [workload('cartesia-api-server'), workload('tts-worker')] });
const pod = (name: string, image: string, podIP: string, more: object = {}) => ({
  metadata: { name, ...more },
  spec: { containers: [{ image, ports: [{ name: 'metrics', containerPort: 9090 }] }] },
  status: { phase: 'Running', podIP },
});
const api = pod('cartesia-api-server-a', 'registry/cartesia-api:1', '10.0.0.1');
const worker = pod('tts-worker-a', 'registry/cartesia-sonic-x:1', 'fd00::2');
const reader = (pods: object[] | Error) =>
  ({
    list: async () => {
      if (pods instanceof Error) throw pods;
      return pods;
    },
  }) as never;

test('read the metrics at each pod of the release that tells them', async () => {
  const others = [
    pod('cartesia-api-server-b', 'registry/cartesia-api:1', '10.0.0.3'),
    pod('cartesia-api-server-old', 'registry/cartesia-api:1', '10.0.0.4', { deletionTimestamp: 'now' }),
    pod('elsewhere', 'registry/cartesia-api:1', '10.0.0.5'),
  ];
  const found = await guardsAt(planGuards(cartesia.guards, {}), subject, reader([api, worker, ...others]));
  const guards = guardsSchema.parse('guards' in found && found.guards);
  expect(guards.metrics.map(({ name, urls }) => [name, urls])).toEqual([
    ['queue', ['http://10.0.0.1:8080/metrics', 'http://10.0.0.3:8080/metrics']],
    ['unserviceable', ['http://10.0.0.1:8080/metrics', 'http://10.0.0.3:8080/metrics']],
    ['load', ['http://[fd00::2]:8080/metrics']],
    ['ttfa', ['http://[fd00::2]:8080/metrics']],
  ]);
  expect(guards.probe?.workload?.texts).toEqual(['Ahoy.']);
});

test('find a port by its name', async () => {
  const { metrics } = planGuards(cartesia.guards, {});
  const named = { metrics: [{ ...metrics[0]!, port: 'metrics' }], probe: null, mayBeBlind: false };
  expect(await guardsAt(named, subject, reader([api]))).toMatchObject({
    guards: { metrics: [{ urls: ['http://10.0.0.1:9090/metrics'] }] },
  });
});

test('that have nothing to look at let no load be made, unless that is allowed', async () => {
  const strict = planGuards(cartesia.guards, {});
  const lax = planGuards(cartesia.guards, { allowBlind: true });
  expect(await guardsAt(strict, subject, reader([worker]))).toEqual({
    blind: 'no running pod tells api_queue_size (cartesia-api)',
  });
  expect(await guardsAt(strict, subject, reader(new ProbeError('forbidden', 'no')))).toHaveProperty('blind');
  expect(await guardsAt(lax, subject, reader([worker]))).toMatchObject({
    guards: { metrics: [{ name: 'load', mayBeBlind: true }, { name: 'ttfa' }] },
  });
});
