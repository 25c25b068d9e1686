import { createHash } from 'node:crypto';
import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { cacheFolder } from '../../toolchain/folders.ts';
import { bundleServer as bundleCartesia } from '../cartesia/bundle.ts';

/** The files that an image of the stand-in is made of, in the cache. */
export interface Bundle {
  readonly server: string;
  /** Recorded speech, the same that the stand-in Cartesia speaks with; undefined where espeak-ng is missing. */
  readonly corpus: string | undefined;
}

/** Bundles the server into one file, or finds it in the cache. */
export async function bundleServer(options: { readonly cache?: string } = {}): Promise<Bundle> {
  const folder = join(options.cache ?? cacheFolder(), 'stand-ins', 'wordcab');
  await mkdir(folder, { recursive: true });
  const { corpus } = await bundleCartesia(options);
  const result = await build({
    entryPoints: [fileURLToPath(new URL('./server/main.ts', import.meta.url))],
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
    logLevel: 'error',
  });
  const { contents } = result.outputFiles[0]!;
  // Named by content: a file that is there is right.
  const digest = createHash('sha256').update(contents).digest('hex').slice(0, 16);
  const server = join(folder, `${digest}.mjs`);
  if (!(await stat(server).then(Boolean, () => false))) {
    const temporary = `${server}.${process.pid}.new`;
    await writeFile(temporary, contents);
    await rename(temporary, server);
  }
  return { server, corpus };
}
