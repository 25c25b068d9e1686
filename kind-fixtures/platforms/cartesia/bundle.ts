import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { findProgram, installPackages } from '../../clusters/local/packages.ts';
import { cacheFolder } from '../../toolchain/folders.ts';
import { canRender, renderCorpus } from './speech/render-corpus.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The files that an image of the stand-in is made of, in the cache. */
export interface Bundle {
  readonly server: string;
  readonly probe: string;
  /** Recorded speech; undefined where espeak-ng is missing, and the stand-in then speaks in tones. */
  readonly corpus: string | undefined;
}

/** Bundles the server into one file and records the speech, or finds both in the cache. */
export async function bundleServer(options: { readonly cache?: string } = {}): Promise<Bundle> {
  const folder = join(options.cache ?? cacheFolder(), 'stand-ins', 'cartesia');
  await mkdir(folder, { recursive: true });
  const [server, probe, corpus] = await Promise.all([
    bundleEntry('./server/main.ts', folder),
    bundleEntry('./server/probe.ts', folder),
    speechCorpus(folder),
  ]);
  return { server, probe, corpus };
}

async function bundleEntry(entry: string, folder: string): Promise<string> {
  const result = await build({
    entryPoints: [here(entry)],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    minifySyntax: true,
    // Packages in CommonJS call `require` for Node's own modules.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    external: ['bufferutil', 'utf-8-validate'],
    logLevel: 'error',
  });
  return keep(folder, 'mjs', result.outputFiles[0]!.contents);
}

/** Where we may, the synthesiser is installed; where that fails, tones must do, and the caller is told. */
async function installSynthesiser(): Promise<void> {
  const mayInstall = process.getuid?.() === 0 && (await findProgram('apt-get')) !== undefined;
  if (mayInstall) await installPackages(['espeak-ng']).catch(() => {});
}

async function speechCorpus(folder: string): Promise<string | undefined> {
  const vocabulary = await readFile(here('./speech/vocabulary.txt'), 'utf8');
  const recipe = await readFile(here('./speech/render-corpus.ts'));
  const path = join(folder, `speech-${digest(Buffer.concat([Buffer.from(vocabulary), recipe]))}.bin`);
  if (await exists(path)) return path;
  if (!(await canRender())) {
    await installSynthesiser();
    if (!(await canRender())) return undefined;
  }
  const words = [...new Set(vocabulary.split(/\s+/).filter(Boolean))];
  await writeWhole(path, await renderCorpus(words));
  return path;
}

/** Named by content: a file that is there is right, and its time does not change. */
async function keep(folder: string, suffix: string, contents: Uint8Array): Promise<string> {
  const path = join(folder, `${digest(contents)}.${suffix}`);
  if (!(await exists(path))) await writeWhole(path, contents);
  return path;
}

async function writeWhole(path: string, contents: Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.new`;
  await writeFile(temporary, contents);
  await rename(temporary, path);
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(Boolean, () => false);
}

function digest(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex').slice(0, 16);
}
