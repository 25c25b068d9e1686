import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureDocker } from '../../docker/engine.ts';
import { defaultGpus } from '../gpus.ts';
import { kindCluster } from './kind.ts';
import { kindArguments, kindConfig, kindNodeImage } from './kind-config.ts';
import { kindBinary, runKind } from './kind-process.ts';

let docker: Awaited<ReturnType<typeof ensureDocker>>;

beforeAll(async () => {
  await kindBinary();
  docker = await ensureDocker();
});

afterAll(async () => {
  if (docker?.ok) await docker[Symbol.asyncDispose]();
});

const scratch = () => mkdtempDisposable(join(tmpdir(), 'kind-'));

/** Runs kind until it says this, and returns what it said; its whole complaint when it ends before. */
async function saidUntil(args: readonly string[], expected: string): Promise<string> {
  const stop = new AbortController();
  const said: string[] = [];
  const onLine = (line: string) => {
    said.push(line);
    if (line.includes(expected)) stop.abort();
  };
  await runKind(args, { signal: stop.signal, onLine }).catch((error: Error) => said.push(error.message));
  return said.join('\n');
}

async function complaintOf(args: readonly string[]): Promise<string> {
  return runKind(args).then(
    () => '',
    (error: Error) => error.message,
  );
}

test('the real kind takes our config and flags, and goes as far as the node image', async () => {
  await using folder = await scratch();
  const config = join(folder.path, 'kind.yaml');
  const create = kindArguments.create('seatrial-config', config, join(folder.path, 'kubeconfig'));
  const step = `Ensuring node image (${kindNodeImage.split('@')[0]})`;
  await writeFile(config, kindConfig(defaultGpus));
  // kind reads flags and config first, then asks Docker, then fetches the image.
  expect(await saidUntil(create, step)).toContain(docker.ok ? step : 'failed to get docker info');

  // The control: kind reads the file strictly.
  await writeFile(config, kindConfig(defaultGpus).replace('labels:', 'lables:'));
  expect(await saidUntil(create, step)).toContain('unable to decode config');
});

test('the real kind takes the flags of every other command', async () => {
  await using folder = await scratch();
  const archive = join(folder.path, 'image.tar');
  await writeFile(archive, '');
  const commands = [
    kindArguments.list(),
    kindArguments.load('seatrial-absent', archive),
    kindArguments.logs('seatrial-absent', join(folder.path, 'logs')),
    kindArguments.remove('seatrial-absent', join(folder.path, 'kubeconfig')),
  ];
  const misused = /unknown (flag|command|shorthand)|accepts|requires/i;
  for (const command of commands) expect(await complaintOf(command)).not.toMatch(misused);
  expect(await complaintOf([...kindArguments.list(), '--sail'])).toMatch(misused);
});

test('the provider says what is there, without a cluster and without Docker', async () => {
  const kind = kindCluster('seatrial-absent');
  const status = await kind.status();
  if (docker.ok) expect(status).toMatchObject({ ok: true, value: { state: 'absent' } });
  else expect(status).toMatchObject({ ok: false, reason: expect.stringContaining('kind needs Docker') });
  expect(await kind.kubeconfig()).toMatchObject({ ok: false, code: 'unavailable' });
});

test('the node image is the one that this kind was released with', async () => {
  const binary = await readFile(await kindBinary());
  expect(binary.includes(kindNodeImage)).toBe(true);
});
