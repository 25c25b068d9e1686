import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { definitions } from '../../load/definitions.ts';
import { platforms } from './index.ts';
import { expectedLimit } from './performance.ts';
import { suitesOf } from './platform.ts';

const here = import.meta.dirname;
const folders = readdirSync(here, { withFileTypes: true }).filter((entry) => entry.isDirectory());

test('every platform folder is in the index', () => {
  expect(Object.keys(platforms).sort()).toEqual(folders.map(({ name }) => name).sort());
});

describe.each(Object.values(platforms))('$name', (platform) => {
  const { workloads, performance } = platform;
  const entries = suitesOf(platform).flatMap((suite) => suite.entries);

  test('names each check once', () => {
    for (const suite of suitesOf(platform)) {
      const ids = suite.entries.map(({ check }) => check.id);
      expect(new Set(ids).size).toBe(ids.length);
    }
    expect(entries.length).toBeGreaterThan(0);
  });

  test.each(workloads)('its workload $name names a protocol and definitions that exist', (workload) => {
    expect(existsSync(join(here, `../../load/protocols/${workload.protocol}.json`))).toBe(true);
    for (const { definition, unit, better, streamsPerGpu } of workload.criteria) {
      expect(definitions.get(definition)).toMatchObject({ unit, better });
      expect(workload.levelsPerGpu).toContain(streamsPerGpu);
    }
  });

  test('its expectations are of definitions that exist', () => {
    for (const gpu of performance?.gpus ?? []) {
      for (const definition of Object.keys(gpu.values)) expect(definitions.has(definition)).toBe(true);
    }
  });
});

test('the limit is the table of the GPU at hand, tolerance included, and silent on others', () => {
  const { performance } = platforms.cartesia!;
  const limitOn = (gpu: string) => expectedLimit(performance, gpu, 'ttfa_p95', 8, 'lower')?.limit;
  expect(limitOn('H100')).toBeCloseTo(165 * 1.2);
  expect(limitOn('H100-MIG-1g.10gb')).toBeUndefined();
  expect(limitOn('H100-shared')).toBeUndefined();
  expect(limitOn('T4')).toBeUndefined();
});
