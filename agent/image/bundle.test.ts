import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AgentBundle, bundleAgent } from './bundle.ts';

let folder: string;
let bundle: AgentBundle;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seatrial-bundle-'));
  bundle = await bundleAgent(folder);
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

const inputs = () => Object.keys(bundle.metafile.inputs);

it('holds nothing of the fixtures, the tests or the tools', async () => {
  const { devDependencies } = JSON.parse(
    await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
  ) as { devDependencies: Record<string, string> };
  const tools = Object.keys(devDependencies).map((name) => `node_modules/${name}/`);
  const ours = inputs().filter((path) => !path.includes('node_modules/'));
  expect(ours).toContain('agent/main.ts');
  expect(ours.filter((path) => /^kind-fixtures\/|\/testing\/|\.test\.ts$|^agent\/cli\//.test(path))).toEqual(
    [],
  );
  expect(inputs().filter((path) => tools.some((tool) => path.includes(tool)))).toEqual([]);
});

it('loads the charts of reports only when a report is asked for', () => {
  const main = Object.entries(bundle.metafile.outputs).find(
    ([, { entryPoint }]) => entryPoint === 'agent/main.ts',
  );
  expect(Object.keys(main![1].inputs).filter((path) => path.includes('/echarts/'))).toEqual([]);
  expect(inputs().some((path) => path.includes('/echarts/'))).toBe(true);
  expect(bundle.files).toContain('main.js');
});

it('makes load only as a Job of its own, never as a child of the agent', () => {
  expect(inputs()).toContain('load/drivers/job.ts');
  expect(inputs()).not.toContain('load/drivers/process.ts');
});
