import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { cartesia } from '../../suites/platforms/cartesia/platform.ts';
import type { Platform } from '../../suites/platforms/platform.ts';
import { permissions } from './rules.ts';
import { rulesFile, rulesText } from './write-rules.ts';

it('is what the chart holds (node agent/permissions/write-rules.ts)', async () => {
  expect(await readFile(rulesFile, 'utf8')).toBe(rulesText());
});

it('has no wildcard, and no Secret unless rollbacks are allowed', () => {
  const { rollbackJob, watchedForRollback, ...others } = permissions();
  expect(JSON.stringify([rollbackJob, watchedForRollback, others])).not.toContain('*');
  expect(JSON.stringify(others)).not.toContain('secrets');
});

it('lets the agent make load as a Job of its own, in each watched namespace', () => {
  const verbs = (resource: string) =>
    permissions([]).watched.find(({ resources }) => resources.includes(resource))?.verbs;
  expect(verbs('jobs')).toEqual(['create', 'delete', 'get']);
  expect(verbs('configmaps')).toContain('create');
  expect(verbs('pods')).toContain('list');
});

it('grants what a check declares, and only that', () => {
  const [entry] = cartesia.suites.verify.entries;
  const check = { ...entry!.check, needs: { kubernetes: ['get:horizontalpodautoscalers' as const] } };
  const verify = { ...cartesia.suites.verify, entries: [{ ...entry!, check }] };
  const curious = { ...cartesia, suites: { ...cartesia.suites, verify } };
  const verbs = (platform: Platform) =>
    permissions([platform]).watched.find(({ resources }) => resources.includes('horizontalpodautoscalers'))
      ?.verbs;
  expect(verbs(cartesia)).not.toContain('get');
  expect(verbs(curious)).toContain('get');
});
