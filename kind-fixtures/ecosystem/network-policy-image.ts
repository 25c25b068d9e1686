import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unpackDebianPackage } from '../docker/debian-package.ts';
import { assembleImage, type ImageArchive } from '../images/image.ts';
import type { LayerFile } from '../images/layer.ts';
import { parseLibraries } from '../images/node-runtime.ts';
import { baseFiles } from '../images/static.ts';
import { buildPrograms } from '../toolchain/build.ts';
import { kubeRouterVersion } from '../toolchain/ecosystem-programs.ts';
import { FixtureError } from '../toolchain/fixture-error.ts';

const run = promisify(execFile);
const tables = ['iptables', 'iptables-save', 'iptables-restore'].flatMap((name) => [
  name,
  name.replace('ip', 'ip6'),
]);

/** An image of kube-router with what it calls: this machine's iptables, which wrote the node's other rules too, and Debian's ipset. */
export async function kubeRouterImage(): Promise<ImageArchive> {
  const binaries = await buildPrograms(['kube-router']);
  const { root: ipset } = await unpackDebianPackage('ipset');
  const { root: library } = await unpackDebianPackage('libipset13');
  const machine = await run('readlink', ['--canonicalize', '/usr/sbin/iptables']).then(({ stdout }) =>
    stdout.trim(),
  );
  const libraryFolder = await onlyFolder(join(library, 'usr/lib'), 'libipset.so.13');
  const extensions = await onlyFolder('/usr/lib', 'xtables');
  const libraries = new Set([
    ...(await librariesOf(machine)),
    ...(await librariesOf(join(ipset, 'usr/sbin/ipset'), libraryFolder)),
  ]);
  const files: LayerFile[] = [...libraries].map((path) => ({
    from: path,
    to: path.startsWith(libraryFolder) ? path.slice(library.length) : path,
    mode: 0o755,
  }));
  return assembleImage({
    name: 'kube-router',
    tag: kubeRouterVersion,
    files: [
      ...baseFiles,
      ...files,
      { from: join(extensions, 'xtables'), to: join(extensions, 'xtables') },
      ...tables.map((name) => ({ from: machine, to: `/usr/sbin/${name}`, mode: 0o755 })),
      { from: join(ipset, 'usr/sbin/ipset'), to: '/usr/sbin/ipset', mode: 0o755 },
      { from: binaries['kube-router'], to: '/bin/kube-router', mode: 0o755 },
      { folder: true, to: '/run' },
    ],
    env: { PATH: '/bin:/usr/bin:/usr/sbin' },
    entrypoint: ['/bin/kube-router'],
    user: '0:0',
  });
}

async function librariesOf(program: string, more?: string): Promise<string[]> {
  const env = more === undefined ? process.env : { ...process.env, LD_LIBRARY_PATH: more };
  const { stdout } = await run('ldd', [program], { env });
  return parseLibraries(stdout);
}

/** The folder below, named after the machine's architecture, that holds this. */
async function onlyFolder(below: string, file: string): Promise<string> {
  const { stdout } = await run('find', [below, '-maxdepth', '2', '-name', file]);
  const found = stdout.split('\n')[0];
  if (!found) throw new FixtureError('unavailable', `${file} is not below ${below}: is the package there?`);
  return found.slice(0, found.lastIndexOf('/'));
}
