import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { measures } from '../../load/definitions.ts';
import { protocols } from '../../load/protocols/index.ts';
import { platforms } from './index.ts';
import { loadWorkloadOf, type Workload, workload } from './workload.ts';
import { workloadSchemaFile, workloadSchemaText } from './write-workload-schema.ts';

const here = import.meta.dirname;

test('the published schema is that of the code (node suites/platforms/write-workload-schema.ts)', () => {
  expect(readFileSync(workloadSchemaFile, 'utf8')).toBe(workloadSchemaText());
});

describe.each(Object.values(platforms))('the workload files of $name', ({ name, workloads }) => {
  const folder = join(here, name, 'workloads');
  const files = () => {
    try {
      return readdirSync(folder);
    } catch {
      return [];
    }
  };

  test('are all offered, each under the name of its file', () => {
    expect(workloads.map((one) => `${one.name}.json`).sort()).toEqual(files().sort());
  });

  test.for(files())('%s names the published schema', (file) => {
    const { $schema } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { $schema?: string };
    expect($schema).toBe(relative(folder, fileURLToPath(workloadSchemaFile)));
  });
});

describe.each(
  Object.values(platforms).flatMap(({ name, workloads }) =>
    workloads.map((one): [string, Workload] => [`${name}/${one.name}`, one]),
  ),
)('%s', (_, one) => {
  const protocol = protocols.get(one.protocol)!;

  test('asks in the way that its protocol takes', () => {
    expect(one.clips.length > 0).toBe(protocol.clip !== undefined);
    if (one.batch > 1) expect(protocol.batch).toBeDefined();
    expect(Object.keys(protocol.params)).toEqual(expect.arrayContaining(Object.keys(one.params)));
  });

  test('has service levels of measures that exist', () => {
    for (const { measure } of one.slos) expect(measures).toHaveProperty(measure);
  });
});

test('the example of the documentation is a workload', () => {
  const page = readFileSync(join(here, '../../docs/bench.md'), 'utf8');
  const [, example] = /```json\n([\s\S]*?)```/.exec(page)!;
  expect(workload.parse(JSON.parse(example!)).levels).toHaveLength(2);
});

test('a file for the command line needs no more than what is asked and how', () => {
  const small = workload.parse({
    name: 'small',
    title: 'Small',
    protocol: 'cartesia-bytes',
    texts: ['Ahoy.'],
    levels: [{ streams: 2 }, { rate: 5, arrivals: 'constant' }],
  });
  expect(loadWorkloadOf(small)).toMatchObject({ name: 'small', texts: ['Ahoy.'], seed: 1, params: {} });
});

test('a file that asks for nothing is refused', () => {
  const empty = workload.safeParse({ name: 'empty', title: 'Empty', protocol: 'cartesia-bytes' });
  expect(empty.error?.issues).toMatchObject([{ path: ['texts'] }]);
});
