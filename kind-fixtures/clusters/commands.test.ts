import { expect, test } from 'vitest';
import { clusterDown, clusterLoadImage, clusterUp } from './commands.ts';

test.each([-1, 2.5, 65, Number.NaN])('refuses %d GPUs before anything is touched', async (gpus) => {
  expect(await clusterUp({ cluster: 'local', gpus })).toMatchObject({ ok: false, code: 'usage' });
});

test('an existing cluster is never taken down or loaded, and the way out is named', async () => {
  const said: string[] = [];
  const onChoice = (why: string) => said.push(why);
  expect(await clusterDown({ cluster: 'existing', onChoice })).toMatchObject({ ok: false, code: 'usage' });
  expect(said).toEqual(["cluster: existing, the current context of the user's kubeconfig (asked for)"]);
  expect(await clusterLoadImage({ cluster: 'existing', archive: 'boat.tar' })).toMatchObject({
    ok: false,
    code: 'usage',
    reason: expect.stringMatching(/docker push/),
  });
});
