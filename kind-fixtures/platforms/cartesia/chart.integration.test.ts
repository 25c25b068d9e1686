import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { faultRecipes } from '../../faults/index.ts';
import { buildPrograms } from '../../toolchain/build.ts';
import { cartesiaFixture } from './fixture.ts';

interface Container {
  image: string;
  startupProbe?: object;
  readinessProbe?: object;
  resources: { limits: Record<string, unknown> };
  env?: { name: string; value?: string }[];
}
interface Manifest {
  kind: string;
  metadata: { name: string; labels?: Record<string, string> };
  spec: {
    strategy?: { rollingUpdate: object };
    template: { spec: { containers: Container[] } };
    selector: unknown;
    minReplicaCount?: number;
    triggers?: unknown[];
  };
}

let helm: string;
beforeAll(async () => {
  helm = (await buildPrograms(['helm'])).helm;
});

/** The chart rendered by the real Helm with these values. */
function render(values: object): Manifest[] {
  const args = ['template', 'cartesia', cartesiaFixture.chart, '--values', '-'];
  const text = execFileSync(helm, args, { input: JSON.stringify(values), encoding: 'utf8' });
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
}

const named = (manifests: Manifest[], kind: string, name: string) =>
  manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name)!;
const container = (manifest: Manifest) => manifest.spec.template.spec.containers[0]!;

describe('the stand-in chart', () => {
  it('passes lint', () => {
    expect(execFileSync(helm, ['lint', cartesiaFixture.chart], { encoding: 'utf8' })).toContain(
      '0 chart(s) failed',
    );
  });

  it('has the workloads, probes and rolling updates of the vendor documentation', () => {
    const manifests = render(cartesiaFixture.values());
    const deployments = manifests.filter(({ kind }) => kind === 'Deployment');
    const seen = Object.fromEntries(
      deployments.map((deployment) => [
        deployment.metadata.name,
        {
          update: deployment.spec.strategy?.rollingUpdate,
          probes: Object.keys(container(deployment)).filter((key) => key.endsWith('Probe')),
          gpus: container(deployment).resources.limits['nvidia.com/gpu'],
          tag: container(deployment).image.split(':')[1],
        },
      ]),
    );
    const tag = 'sonic-20260503';
    const worker = { update: { maxSurge: 3, maxUnavailable: 0 }, probes: ['startupProbe'], gpus: 1, tag };
    expect(seen).toEqual({
      'cartesia-api': { update: { maxSurge: 1, maxUnavailable: 0 }, probes: ['readinessProbe'], tag },
      'cartesia-license-proxy': { probes: [], tag },
      'cartesia-nats': { probes: [], tag: expect.stringMatching(/^v\d/) },
      'cartesia-voice-clone': worker,
      'tts-worker': worker,
    });
  });

  it('has the service, the ingress objects and the monitor by their documented names', () => {
    const ingress = { enabled: true, routes: ['api.cartesia.example'] };
    const manifests = render({ ...cartesiaFixture.values({ autoscaling: true }), ingress });
    const names = manifests.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    expect(names).toEqual(
      expect.arrayContaining([
        'Service/cartesia-api-server',
        'Ingress/cartesia-ingress',
        'ManagedCertificate/cartesia-ssl-cert',
        'PodMonitor/cartesia-monitor',
        'ScaledObject/tts-worker',
      ]),
    );
    expect(named(manifests, 'PodMonitor', 'cartesia-monitor').metadata.labels?.release).toBe('prometheus');
  });

  it('changes every image but that of NATS with the release tag, and nothing else', () => {
    const { first, next } = cartesiaFixture.releaseTags;
    const before = JSON.stringify(render(cartesiaFixture.values({ releaseTag: first })));
    const after = JSON.stringify(render(cartesiaFixture.values({ releaseTag: next })));
    expect(before).not.toBe(after);
    expect(before.replaceAll(first, next)).toBe(after);
    expect(before.match(/"image":"[^"]*sonic-20260503"/g)).toHaveLength(4);
  });

  it('asks KEDA for queue triggers only where a pool may go to zero', () => {
    const triggers = (workers: number) =>
      named(render(cartesiaFixture.values({ workers, autoscaling: true })), 'ScaledObject', 'tts-worker').spec
        .triggers;
    expect([triggers(0)?.length, triggers(2)?.length]).toEqual([3, 1]);
  });
});

it.each(faultRecipes.filter(({ platform, values }) => platform === 'cartesia' && values))(
  '$id can be had by values',
  ({ values }) => {
    const plain = JSON.stringify(render({}));
    expect(JSON.stringify(render(values ?? {}))).not.toBe(plain);
  },
);
