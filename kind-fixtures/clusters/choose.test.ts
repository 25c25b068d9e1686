import { expect, test } from 'vitest';
import type { Outcome } from '../toolchain/fixture-error.ts';
import { failed, succeeded } from '../toolchain/fixture-error.ts';
import { chooseCluster } from './choose.ts';
import type { ClusterProvider } from './cluster.ts';

const provider = (name: string, usable: Outcome<string>) => () =>
  ({ name, title: `title of ${name}`, usable: async () => usable }) as ClusterProvider;

const works = (name: string) => provider(name, succeeded('all there'));
const lacks = (name: string) => provider(name, failed('unavailable', `${name} lacks a sail.`));

test('takes the first that works and says why the others were passed over', async () => {
  const choice = await chooseCluster(
    {},
    { local: lacks('local'), kind: works('kind'), existing: works('existing') },
  );
  expect(choice).toMatchObject({
    ok: true,
    value: {
      provider: { name: 'kind' },
      why: 'cluster: kind, title of kind (all there; not local: local lacks a sail.)',
    },
  });
});

test("never takes the user's own cluster unasked", async () => {
  const providers = { local: lacks('local'), kind: lacks('kind'), existing: works('existing') };
  const choice = await chooseCluster({}, providers);
  expect(choice).toMatchObject({ ok: false, code: 'unavailable' });
  expect(choice).toMatchObject({
    reason: expect.stringMatching(/local lacks a sail.*kind lacks a sail.*--cluster existing/),
  });
  expect(await chooseCluster({ cluster: 'existing' }, providers)).toMatchObject({
    ok: true,
    value: { why: 'cluster: existing, title of existing (asked for)' },
  });
});

test('refuses a provider that does not exist and a name that cannot be', async () => {
  expect(await chooseCluster({ cluster: 'toString' })).toMatchObject({
    ok: false,
    code: 'usage',
    reason: 'There is no cluster provider toString: choose one of local, kind, existing.',
  });
  expect(await chooseCluster({ cluster: 'local', name: '../etc' })).toMatchObject({
    ok: false,
    code: 'usage',
  });
});
