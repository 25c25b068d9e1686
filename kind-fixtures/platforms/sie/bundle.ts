import { createHash } from 'node:crypto';
import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { cacheFolder } from '../../toolchain/folders.ts';

/** Bundles the stand-in into one file, or finds it in the cache; answers its path. */
export async function bundleServer(options: { readonly cache?: string } = {}): Promise<string> {
  const folder = join(options.cache ?? cacheFolder(), 'stand-ins', 'sie');
  await mkdir(folder, { recursive: true });
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
    external: ['bufferutil', 'utf-8-validate'],
    logLevel: 'error',
  });
  const { contents } = result.outputFiles[0]!;
  // Named by content: a file that is there is right, and its time does not change.
  const path = join(folder, `${createHash('sha256').update(contents).digest('hex').slice(0, 16)}.mjs`);
  if (!(await stat(path).then(Boolean, () => false))) {
    const temporary = `${path}.${process.pid}.new`;
    await writeFile(temporary, contents);
    await rename(temporary, path);
  }
  return path;
}
