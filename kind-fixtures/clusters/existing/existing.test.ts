import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { existingCluster } from './existing.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

/** Makes this text the user's kubeconfig. */
async function useKubeconfig(folder: string, text: string): Promise<string> {
  const path = join(folder, 'config');
  await writeFile(path, text);
  vi.stubEnv('KUBECONFIG', path);
  return path;
}

const config = (current: string) => `
apiVersion: v1
kind: Config
current-context: ${current}
clusters: [{ name: harbour, cluster: { server: "http://127.0.0.1:9" } }]
contexts: [{ name: harbour, context: { cluster: harbour, user: me } }]
users: [{ name: me, user: {} }]
`;

test('says which context it would use, and that it does not answer', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'existing-'));
  const path = await useKubeconfig(folder.path, config('harbour'));
  expect(await existingCluster().kubeconfig()).toEqual({
    ok: true,
    value: { name: 'harbour', context: 'harbour', kubeconfig: path, server: 'http://127.0.0.1:9' },
  });
  expect(await existingCluster().up()).toMatchObject({
    ok: false,
    code: 'unavailable',
    reason: expect.stringContaining('context harbour does not answer at http://127.0.0.1:9'),
  });
});

test('says what is wrong with the kubeconfig', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'existing-'));
  await useKubeconfig(folder.path, config('""'));
  expect(await existingCluster().usable()).toMatchObject({
    reason: expect.stringContaining('has no current context'),
  });
  await useKubeconfig(folder.path, 'clusters: [');
  expect(await existingCluster().usable()).toMatchObject({
    reason: expect.stringContaining('cannot be read'),
  });
  vi.stubEnv('KUBECONFIG', '/no/such/file');
  expect(await existingCluster().usable()).toMatchObject({
    reason: expect.stringContaining('There is no kubeconfig at /no/such/file'),
  });
});
