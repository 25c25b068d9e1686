import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { definitions } from './definitions.ts';
import { structuralSchema } from './structural-schema.ts';
import { trial, trialSpec } from './trial.ts';
import { definitionFile, definitionsFolder } from './write-definitions.ts';

describe('the definitions in the chart', () => {
  it('are those of the schemas (node agent/resources/write-definitions.ts)', async () => {
    const names = (await readdir(definitionsFolder)).sort();
    const texts = names.map(async (name) => ({
      name,
      text: await readFile(new URL(name, definitionsFolder), 'utf8'),
    }));
    const expected = definitions.map(definitionFile).sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(await Promise.all(texts)).toEqual(expected);
  });

  it('have only what a structural schema may have', () => {
    const text = JSON.stringify(
      definitions.flatMap(({ spec, status, opaque }) =>
        [spec, status].flatMap((one) => (one ? structuralSchema(one, opaque) : [])),
      ),
    );
    for (const forbidden of [
      'anyOf',
      'oneOf',
      'allOf',
      '$ref',
      'prefixItems',
      '"additionalProperties":false',
    ])
      expect(text).not.toContain(forbidden);
  });
});

it('fills a Trial with the defaults that the API server fills in', () => {
  const parsed = trial.parse({
    apiVersion: 'seatrial.dev/v1alpha1',
    kind: 'Trial',
    metadata: { name: 'a', namespace: 'b' },
    spec: { platform: 'cartesia', release: 'cartesia' },
  });
  expect(parsed.spec.policy).toEqual({
    rollback: 'never',
    deadlineSeconds: 3600,
    settle: { deadlineSeconds: 900, quietSeconds: 10 },
    allowedSkips: [],
  });
  expect(trialSpec.safeParse({ ...parsed.spec, policy: { rollback: 'always' } }).success).toBe(false);
});
