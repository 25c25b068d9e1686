import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { faultRecipes } from '../../faults/index.ts';
import { buildPrograms } from '../../toolchain/build.ts';
import { wordcabFixture } from './fixture.ts';

interface Manifest {
  kind: string;
  metadata: { name: string; labels?: Record<string, string> };
  spec: {
    image?: string;
    maxUnavailable?: number;
    maxSurge?: number;
    resources?: { limits: Record<string, unknown> };
    release?: string;
  };
  data?: Record<string, string>;
}

let helm: string;
beforeAll(async () => {
  helm = (await buildPrograms(['helm'])).helm;
});

/** The chart rendered by the real Helm with these values. */
function render(values: object, ...more: string[]): Manifest[] {
  const args = ['template', 'wordcab', wordcabFixture.chart, ...more, '--values', '-'];
  const text = execFileSync(helm, args, { input: JSON.stringify(values), encoding: 'utf8' });
  return parseAllDocuments(text).flatMap((document) => (document.toJS() as Manifest | null) ?? []);
}

const { first, next } = wordcabFixture.releaseTags;

describe('the stand-in chart', () => {
  it('passes lint', () => {
    expect(execFileSync(helm, ['lint', wordcabFixture.chart], { encoding: 'utf8' })).toContain(
      '0 chart(s) failed',
    );
  });

  it('declares the pools as custom resources, safe by default, each with a GPU', () => {
    const pools = render(wordcabFixture.valuesFor(first)).filter(({ kind }) => kind === 'WordcabPool');
    const seen = pools.map(({ metadata: { name }, spec }) => ({
      name,
      image: spec.image?.split('/').at(-1),
      gpus: spec.resources?.limits['nvidia.com/gpu'],
      roll: [spec.maxUnavailable, spec.maxSurge],
    }));
    expect(seen).toEqual(
      ['stt', 'tts', 'llm'].map((type) => ({
        name: `wordcab-${type}`,
        image: `wordcab-${type}:${first}`,
        gpus: 1,
        roll: [0, 1],
      })),
    );
  });

  it('changes every image with the release, and nothing else', () => {
    const before = JSON.stringify(render(wordcabFixture.valuesFor(first)));
    const after = JSON.stringify(render(wordcabFixture.valuesFor(next)));
    expect(before.replaceAll(first, next)).toBe(after);
    expect(before.match(/wordcab-[a-z]+:v1\.8\.0/g)).toHaveLength(5);
  });

  it('changes no Deployment by configuration', () => {
    const workloads = (config: object) =>
      render({ standIn: { config } }).filter(({ kind }) => kind === 'Deployment');
    expect(workloads({ logLevel: 'debug' })).toEqual(workloads({}));
  });

  it('brings six dashboards, and a monitor where its definition is', () => {
    const dashboards = render({}).filter(({ metadata }) => metadata.labels?.grafana_dashboard === '1');
    const titles = dashboards.flatMap(({ data }) =>
      Object.values(data ?? {}).map((text) => JSON.parse(text).title),
    );
    expect(titles.sort()).toEqual(
      ['Agents & Calls', 'GPU pool health', 'Ingress & API', 'Overview', 'Think', 'Voice'].map(
        (name) => `Wordcab / ${name}`,
      ),
    );
    const monitors = (...more: string[]) =>
      render({}, ...more).filter(({ kind }) => kind === 'PodMonitor').length;
    expect([monitors(), monitors('--api-versions', 'monitoring.coreos.com/v1')]).toEqual([0, 1]);
  });
});

it.each(faultRecipes.filter(({ platform, values }) => platform === 'wordcab' && values))(
  '$id can be had by values',
  ({ values }) => {
    expect(JSON.stringify(render(values ?? {}))).not.toBe(JSON.stringify(render({})));
  },
);
