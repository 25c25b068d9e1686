import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { assembleImage, type ImageArchive } from '../images/image.ts';
import { parseLibraries } from '../images/node-runtime.ts';
import { baseFiles, nonroot } from '../images/static.ts';
import { unpackDebianPackage } from './debian-package.ts';

const run = promisify(execFile);

/** Where the image's Prometheus reads its configuration. */
export const prometheusConfigFile = '/etc/prometheus/prometheus.yml';
export const prometheusPort = 9090;

/**
 * An image of Debian's own Prometheus, with the libraries of this machine. It has
 * no configuration: put one at `prometheusConfigFile`. Its samples end with the container.
 * @throws FixtureError (`unavailable`) where the package cannot be had.
 */
export async function prometheusImage(options: { readonly cache?: string } = {}): Promise<ImageArchive> {
  const { root, version } = await unpackDebianPackage('prometheus', options);
  const program = join(root, 'usr/bin/prometheus');
  const { stdout } = await run('ldd', [program]);
  const libraries = parseLibraries(stdout).map((path) => ({ from: path, to: path, mode: 0o755 }));
  const spec = {
    name: 'prometheus',
    // A tag allows fewer characters than a version.
    tag: version.replaceAll(/[^\w.-]/g, '-'),
    files: [...baseFiles, ...libraries, { from: program, to: '/usr/bin/prometheus', mode: 0o755 }],
    entrypoint: [
      '/usr/bin/prometheus',
      `--config.file=${prometheusConfigFile}`,
      '--storage.tsdb.path=/tmp/prometheus',
      `--web.listen-address=0.0.0.0:${prometheusPort}`,
    ],
    user: nonroot,
  };
  return assembleImage(spec, options);
}
