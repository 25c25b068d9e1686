import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { defaultGpus } from '../gpus.ts';
import { kindArguments, kindConfig, kindNodeImage } from './kind-config.ts';
import { kindBinary, runKind } from './kind-process.ts';

const scratch = () => mkdtempDisposable(join(tmpdir(), 'kind-'));

beforeAll(async () => {
  await kindBinary();
});

/** kind reads its flags and config first, then asks Docker, then fetches the node image. */
const pastOurInput =
  /failed to get docker info|failed to list nodes|failed to pull image|error during connect/;

async function complaintOf(args: readonly string[]): Promise<string> {
  return runKind(args).then(
    () => '',
    (error: Error) => error.message,
  );
}

test('the real kind takes our config and flags, and stops only for want of Docker or the node image', async () => {
  await using scratchFolder = await scratch();
  const folder = scratchFolder.path;
  const config = join(folder, 'kind.yaml');
  const kubeconfig = join(folder, 'kubeconfig');
  const create = kindArguments.create('seatrial-config', config, kubeconfig);
  await writeFile(config, kindConfig(defaultGpus));
  expect(await complaintOf(create)).toMatch(pastOurInput);

  // The control: kind does read the file, strictly.
  await writeFile(config, kindConfig(defaultGpus).replace('labels:', 'lables:'));
  expect(await complaintOf(create)).toContain('unable to decode config');
});

test('the real kind takes the flags of every other command', async () => {
  await using scratchFolder = await scratch();
  const folder = scratchFolder.path;
  const archive = join(folder, 'image.tar');
  await writeFile(archive, '');
  const kubeconfig = join(folder, 'kubeconfig');
  const commands = [
    kindArguments.list(),
    kindArguments.load('absent', archive),
    kindArguments.logs('absent', join(folder, 'logs')),
    kindArguments.remove('absent', kubeconfig),
  ];
  for (const command of commands) {
    // With Docker there: no such cluster, or nothing to do. Never an unknown flag or command.
    expect(await complaintOf(command)).not.toMatch(/unknown|accepts|requires|usage/i);
  }
  expect(await complaintOf([...kindArguments.list(), '--sail'])).toContain('unknown flag');
});

test('the node image is the one that this kind was released with', async () => {
  const binary = await readFile(await kindBinary());
  expect(binary.includes(kindNodeImage)).toBe(true);
});
