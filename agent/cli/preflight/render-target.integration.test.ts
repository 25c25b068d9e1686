import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cartesiaFixture } from '../../../kind-fixtures/platforms/cartesia/fixture.ts';
import { tagOf } from '../../../suites/platforms/cartesia/tag.ts';
import type { CliContext } from '../context.ts';
import { renderTarget } from './render-target.ts';

/** The real Helm, without a cluster to ask. */
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seatrial-render-'));
});
afterAll(() => rm(folder, { recursive: true }));

const render = async (over: Partial<Parameters<typeof renderTarget>[1]> = {}) =>
  renderTarget(
    {
      env: { PATH: '', HOME: folder, KUBECONFIG: join(folder, 'none') },
      owner: { signal: AbortSignal.timeout(120_000) },
    } as unknown as CliContext,
    {
      release: 'cartesia',
      namespace: 'x',
      kubeContext: undefined,
      tagOf,
      deployedValues: null,
      chart: cartesiaFixture.chart,
      valueFiles: [],
      sets: [],
      ...over,
    },
  );

describe('renderTarget', () => {
  test('renders objects, tag, values and the chart’s own', async () => {
    const file = join(folder, 'values.json');
    await writeFile(file, JSON.stringify(cartesiaFixture.valuesFor('sonic-20260610')));
    const target = await render({ valueFiles: [file], sets: ['api.replicas=2'] });
    expect(target).toMatchObject({
      source: 'chart chart with values.json',
      chart: { name: 'cartesia', version: '1.0.0' },
      tag: 'sonic-20260610',
      values: { api: { replicas: 2 }, release: { releaseTag: 'sonic-20260610' } },
      defaults: { api: { replicas: 1 } },
      trouble: null,
      hooks: [],
    });
    expect(target.objects.map(({ kind, metadata }) => `${kind}/${metadata?.name}`)).toContain(
      'Deployment/tts-worker',
    );
  });

  test('takes the deployed release’s values where none are given, as Helm does', async () => {
    const deployedValues = { release: { releaseTag: 'sonic-20251118' } };
    expect((await render({ deployedValues })).tag).toBe('sonic-20251118');
    expect((await render({ deployedValues, sets: ['api.replicas=2'] })).tag).toBe('sonic-20260503');
  });

  test('tells what Helm complains of, and knows the chart all the same', async () => {
    const target = await render({ sets: ['workers=3'] });
    expect(target.trouble).toContain('workerArgs');
    expect(target).toMatchObject({
      chart: { name: 'cartesia' },
      objects: [],
      defaults: { api: { replicas: 1 } },
    });
  });

  test('says which chart cannot be read', async () => {
    await expect(render({ chart: join(folder, 'nowhere') })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('nowhere cannot be read'),
    });
  });
});
