import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryFolder } from '../toolchain/folders.ts';
import type { ImageSpec } from './image.ts';
import type { LayerFile } from './layer.ts';
import { baseFiles, certificateFiles, nonroot } from './static.ts';

const run = promisify(execFile);

/** The Node that the project itself runs on, from npm. */
export const nodeBinary: string = join(repositoryFolder, 'node_modules/node/bin/node');

/** Where the binary lies in images. */
export const nodeInImage = '/usr/local/bin/node';

/** The libraries that `ldd` names: those with a path, and the loader itself. */
export function parseLibraries(ldd: string): string[] {
  const paths = ldd
    .split('\n')
    .map((line) => /(?:=> )?(\/\S+) \(0x/.exec(line)?.[1])
    .filter((path) => path !== undefined);
  return [...new Set(paths)];
}

/**
 * Everything that a program for Node needs, as one layer: images that share it
 * share the blob. The libraries are this machine's own, where the same binary runs.
 */
export async function nodeRuntime(binary: string = nodeBinary): Promise<LayerFile[]> {
  const { stdout } = await run('ldd', [binary]);
  const libraries = parseLibraries(stdout).map((path): LayerFile => ({ from: path, to: path, mode: 0o755 }));
  return [
    ...baseFiles,
    ...(await certificateFiles()),
    ...libraries,
    { from: binary, to: nodeInImage, mode: 0o755 },
  ];
}

/** An image that runs one JavaScript entry with Node. */
export async function nodeImage(
  name: string,
  tag: string,
  files: readonly LayerFile[],
  entry: string,
  extra: Partial<Omit<ImageSpec, 'name' | 'tag' | 'files'>> = {},
): Promise<ImageSpec> {
  return {
    entrypoint: [nodeInImage, entry],
    user: nonroot,
    ...extra,
    env: { NODE_ENV: 'production', ...extra.env },
    layers: [await nodeRuntime(), ...(extra.layers ?? [])],
    name,
    tag,
    files,
  };
}
