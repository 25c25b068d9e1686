import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface AgentBundle {
  /** Paths of the files to ship, relative to `folder`; `main.js` is the entry. */
  readonly files: readonly string[];
  readonly folder: string;
  /** What went into it, for the test that holds the line. */
  readonly metafile: Metafile;
  readonly version: string;
}

/** Bundles the agent into ES modules, the report's charts in a chunk of their own, loaded when a report is asked for. */
export async function bundleAgent(folder: string): Promise<AgentBundle> {
  const { version } = JSON.parse(await readFile(`${root}package.json`, 'utf8')) as { version: string };
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { main: 'agent/main.ts' },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minify: true,
    lineLimit: 200,
    keepNames: true,
    sourcemap: 'external',
    metafile: true,
    define: { 'process.env.SEATRIAL_VERSION': JSON.stringify(version) },
    // Packages in CommonJS ask for Node's own modules by `require`.
    banner: {
      js: "import{createRequire as seatrialRequire}from'node:module';const require=seatrialRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
  // As esbuild names outputs: relative to the repository.
  const prefix = `${relative(root, folder)}/`;
  const files = Object.keys(metafile.outputs)
    .filter((path) => path.endsWith('.js'))
    .map((path) => path.slice(prefix.length))
    .sort();
  return { files, folder, metafile, version };
}
