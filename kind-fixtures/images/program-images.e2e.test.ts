import { afterAll, beforeAll, expect, test } from 'vitest';
import { ClusterApi } from '../clusters/api.ts';
import type { SharedCluster } from '../clusters/shared.ts';
import { acquireSharedCluster } from '../clusters/shared.ts';
import { until } from '../clusters/until.ts';
import { helmVersion, k6Version, natsVersion } from '../toolchain/programs.ts';
import type { ProgramImageName } from './program-images.ts';
import { assembleProgramImages, programImageName } from './program-images.ts';

const namespace = 'images-e2e';
const pods = `/api/v1/namespaces/${namespace}/pods`;
const names = ['helm', 'nats-server', 'k6'] as const;
let cluster: SharedCluster;
let api: ClusterApi;

beforeAll(async () => {
  cluster = await acquireSharedCluster();
  api = await ClusterApi.fromKubeconfig(cluster.kubeconfig);
  const images = await assembleProgramImages(names);
  for (const image of Object.values(images)) await cluster.loadImage(image.path);
  await api.apply(`/api/v1/namespaces/${namespace}`, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace },
  });
});

afterAll(async () => {
  await api?.call('DELETE', `/api/v1/namespaces/${namespace}`);
  await api?.[Symbol.asyncDispose]();
  await cluster?.[Symbol.asyncDispose]();
});

const cases: readonly [ProgramImageName, string, string][] = [
  ['helm', 'version', helmVersion],
  ['nats-server', '--version', natsVersion],
  ['k6', 'version', k6Version],
];

test.each(cases)(
  '%s runs as nobody on a read-only root and says its version',
  async (name, argument, version) => {
    await api.apply(`${pods}/${name}`, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name },
      spec: {
        restartPolicy: 'Never',
        securityContext: { runAsNonRoot: true },
        containers: [
          {
            name: 'main',
            image: programImageName(name),
            imagePullPolicy: 'Never',
            args: [argument],
            securityContext: { readOnlyRootFilesystem: true },
          },
        ],
      },
    });
    const phase = await until(
      `${name} did not end`,
      async () => {
        const { body } = await api.call('GET', `${pods}/${name}`);
        return ['Succeeded', 'Failed'].find((one) => one === body.status?.phase);
      },
      { timeoutMs: 60_000, everyMs: 200 },
    );
    const { body: said } = await api.call('GET', `${pods}/${name}/log`);
    expect([phase, said]).toEqual(['Succeeded', expect.stringContaining(version)]);
  },
);
