import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FixtureError } from '../../toolchain/fixture-error.ts';

const run = promisify(execFile);

/** Debian's packages and one file of each that shows it is there. */
const needed: readonly { readonly package: string; readonly program: string }[] = [
  { package: 'containerd', program: 'containerd' },
  { package: 'containerd', program: 'ctr' },
  { package: 'runc', program: 'runc' },
  { package: 'iptables', program: 'iptables' },
  { package: 'conntrack', program: 'conntrack' },
];

const programFolders = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
const cniFolders = ['/usr/lib/cni', '/opt/cni/bin'];

/** The machine's parts that the node uses, by path. */
export interface SystemParts {
  readonly containerd: string;
  readonly ctr: string;
  readonly cniFolder: string;
}

/** The packages that are missing here; empty when the node can run. */
export async function missingPackages(): Promise<string[]> {
  const missing = new Set<string>();
  for (const one of needed) {
    if ((await findProgram(one.program)) === undefined) missing.add(one.package);
  }
  if ((await findCni()) === undefined) missing.add('containernetworking-plugins');
  return [...missing];
}

export const installCommand = (packages: readonly string[]): string =>
  `apt-get install -y --no-install-recommends ${packages.join(' ')}`;

/** Another apt may be at work on this machine: wait for it, in seconds. */
const lockPatience = ['-o', 'DPkg::Lock::Timeout=120'];

/**
 * Finds the machine's parts, installing Debian's packages where they are missing.
 * @throws FixtureError with the command to run where that is not possible.
 */
export async function ensurePackages(onInstall: (packages: readonly string[]) => void): Promise<SystemParts> {
  const missing = await missingPackages();
  if (missing.length > 0) {
    onInstall(missing);
    await installPackages(missing);
  }
  const [containerd, ctr, cniFolder] = await Promise.all([
    findProgram('containerd'),
    findProgram('ctr'),
    findCni(),
  ]);
  if (containerd === undefined || ctr === undefined || cniFolder === undefined) {
    throw new FixtureError(
      'unavailable',
      `Packages are still missing after their installation: ${(await missingPackages()).join(', ')}.`,
    );
  }
  return { containerd, ctr, cniFolder };
}

/** @throws FixtureError with the command to run where the packages cannot be installed. */
export async function installPackages(packages: readonly string[]): Promise<void> {
  const args = [...lockPatience, ...installCommand(packages).split(' ').slice(1)];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await run('apt-get', args, { env }).catch(async () => {
      // The usual reason is that the lists of packages are missing or old.
      await run('apt-get', ['update'], { env });
      await run('apt-get', args, { env });
    });
  } catch (error) {
    throw new FixtureError(
      'unavailable',
      `These packages are missing and could not be installed; install them and try again: ${installCommand(packages)}`,
      { cause: error },
    );
  }
}

/** The path of a program of the machine, wherever `PATH` points. */
export async function findProgram(name: string): Promise<string | undefined> {
  return firstThere(programFolders.map((folder) => join(folder, name)));
}

async function findCni(): Promise<string | undefined> {
  for (const folder of cniFolders) {
    const plugins = ['ptp', 'host-local', 'portmap', 'loopback'].map((plugin) => join(folder, plugin));
    const there = await Promise.all(plugins.map((path) => firstThere([path])));
    if (!there.includes(undefined)) return folder;
  }
  return undefined;
}

async function firstThere(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    if (
      await access(path, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return path;
  }
  return undefined;
}
