import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { ImageArchive } from '../images/image.ts';
import { buildPrograms } from '../toolchain/build.ts';
import { FixtureError } from '../toolchain/fixture-error.ts';

/** A registry of images on this machine, over plain HTTP, gone with its process. */
export interface Registry extends AsyncDisposable {
  /** `host:port`, as an image's name begins. */
  readonly address: string;
  /** Puts an image into it as `repository:tag`. Answers its full name and its digest, that of the archive's manifest. */
  push(
    image: Pick<ImageArchive, 'name' | 'path'>,
    as: string,
  ): Promise<{ readonly name: string; readonly digest: string }>;
  /** Removes a tag and what it names, as a registry that prunes does: pulls then find nothing. */
  prune(as: string): Promise<void>;
}

const run = promisify(execFile);
const startMs = 10_000;

/** Starts `crane registry serve`. Pods reach it only on another `host` than the loopback that it listens on by itself. */
export async function startRegistry(options: { readonly host?: string } = {}): Promise<Registry> {
  const { host = '127.0.0.1' } = options;
  const { crane } = await buildPrograms(['crane']);
  await using undo = new AsyncDisposableStack();
  const server = undo.adopt(
    spawn(crane, ['registry', 'serve', '--address', `${host}:0`], { stdio: ['ignore', 'ignore', 'pipe'] }),
    stop,
  );
  const address = `${host}:${await portOf(server)}`;
  const kept = undo.move();
  return {
    address,
    push: async (image, as) => {
      await using layout = await singleLayout(image);
      const name = `${address}/${as}`;
      const { stdout } = await run(crane, ['push', '--insecure', layout.path, name]);
      return { name, digest: stdout.trim().split('@')[1]! };
    },
    prune: async (as) => {
      const name = `${address}/${as}`;
      const digest = (await run(crane, ['digest', '--insecure', name])).stdout.trim();
      const repository = name.slice(0, name.lastIndexOf(':'));
      for (const one of [name, `${repository}@${digest}`]) await run(crane, ['delete', '--insecure', one]);
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** The archive's files with an index that has this image only, which keeps its manifest and so its digest. */
async function singleLayout({ name, path }: Pick<ImageArchive, 'name' | 'path'>) {
  const folder = await mkdtempDisposable(join(tmpdir(), 'layout-'));
  await run('tar', ['--extract', '--file', path, '--directory', folder.path]);
  const file = join(folder.path, 'index.json');
  const index = JSON.parse(await readFile(file, 'utf8')) as {
    readonly manifests: readonly { readonly annotations?: Readonly<Record<string, string>> }[];
  };
  const manifests = index.manifests.filter((one) => one.annotations?.['io.containerd.image.name'] === name);
  if (manifests.length !== 1) throw new FixtureError('usage', `The archive ${path} has no image ${name}.`);
  await writeFile(file, JSON.stringify({ ...index, manifests }));
  return folder;
}

/** The port that the server says it took. */
function portOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) =>
      reject(new FixtureError('unavailable', `The image registry did not start: ${why}`));
    const timer = setTimeout(() => fail(`it said nothing within ${startMs / 1000} s`), startMs);
    server.once('error', (error) => fail(error.message));
    server.once('exit', (code) => fail(`exit status ${code}`));
    createInterface({ input: server.stderr! }).on('line', (line) => {
      const port = /serving on port (\d+)/.exec(line)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(port);
    });
  });
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGKILL');
  await ended;
}
