import { missingPrograms } from '../../toolchain/build.ts';
import type { Outcome } from '../../toolchain/fixture-error.ts';
import { attempt, FixtureError, failed, succeeded } from '../../toolchain/fixture-error.ts';
import type { ClusterProvider, UpOptions, UpResult } from '../cluster.ts';
import { builtComponents } from './components.ts';
import { hasState, otherStarter, tearDown } from './down.ts';
import type { Layout } from './layout.ts';
import { isClusterName, layoutOf } from './layout.ts';
import { importImage } from './load-image.ts';
import { ensurePackages, installCommand, missingPackages } from './packages.ts';
import { logFiles, statusOf } from './status.ts';
import { bringUp } from './up.ts';

/**
 * A real Kubernetes of one node, built from its own Go modules, as processes
 * in namespaces of their own. Needs Linux, root and Go; no Docker, no registry.
 */
export function localCluster(name = 'seatrial'): ClusterProvider {
  if (!isClusterName(name)) {
    throw new FixtureError('usage', `${name} cannot be a cluster's name: use up to 24 of a-z, 0-9 and -.`);
  }
  const layout = layoutOf(name);
  return {
    name: 'local',
    title: 'a real Kubernetes from its own Go modules, on this machine',
    usable,
    up: (options = {}) => up(layout, options),
    down: ({ onEvent } = {}) =>
      attempt(async () => {
        await requireRoot();
        if (!(await hasState(layout))) return `No cluster ${name} was there.`;
        await refuseWhileStarting(layout);
        onEvent?.({ step: 'stop', detail: name });
        await tearDown(layout);
        return `The cluster ${name} is gone.`;
      }),
    status: () => attempt(() => statusOf(layout)),
    kubeconfig: async () => {
      const status = await statusOf(layout);
      return status.access === undefined
        ? failed('unavailable', notRunning(status.summary))
        : succeeded(status.access);
    },
    logs: async () =>
      (await hasState(layout))
        ? succeeded(await logFiles(layout))
        : failed('unavailable', notRunning(`no cluster ${name} is there`)),
    loadImage: (archive) =>
      attempt(async () => {
        const status = await statusOf(layout);
        if (status.state !== 'running') throw new FixtureError('unavailable', notRunning(status.summary));
        return loadInto(layout, [archive]);
      }),
  };
}

const notRunning = (why: string) =>
  `The local cluster cannot be used (${why}): bring it up with \`seatrial cluster up\`.`;

async function usable(): Promise<Outcome<string>> {
  return attempt(async () => {
    await requireRoot();
    const programs = await missingPrograms(builtComponents);
    const packages = await missingPackages();
    const wait = programs.length > 0 ? `, after a build of ${programs.length} programs` : '';
    const install = packages.length > 0 ? `, after \`${installCommand(packages)}\`` : '';
    return `root on Linux, with Go${install}${wait}`;
  });
}

async function requireRoot(): Promise<void> {
  if (process.platform !== 'linux') {
    throw new FixtureError('unavailable', 'The local cluster runs on Linux only: use `--cluster kind` here.');
  }
  if (process.getuid?.() !== 0) {
    throw new FixtureError(
      'unavailable',
      'The local cluster needs root: run the command with sudo, or use `--cluster kind`.',
    );
  }
}

async function refuseWhileStarting(layout: Layout): Promise<void> {
  const pid = await otherStarter(layout);
  if (pid !== undefined) {
    throw new FixtureError(
      'unavailable',
      `Process ${pid} is bringing the cluster ${layout.name} up: wait for it or stop it first.`,
    );
  }
}

async function up(layout: Layout, options: UpOptions): Promise<Outcome<UpResult>> {
  return attempt(async () => {
    await requireRoot();
    await refuseWhileStarting(layout);
    const { state, access, summary } = await statusOf(layout);
    if (state === 'running') {
      await loadInto(layout, options.images ?? []);
      return { ...access!, alreadyRunning: true, phases: {} };
    }
    if (state === 'broken') {
      options.onEvent?.({ step: 'stop', detail: `removing what is left of an earlier cluster: ${summary}` });
      await tearDown(layout);
    }
    try {
      return await bringUp(layout, options);
    } catch (error) {
      if (!options.signal?.aborted) throw error;
      await tearDown(layout);
      throw new FixtureError('unavailable', 'Stopped on request; nothing is left of the cluster.', {
        cause: error,
      });
    }
  });
}

async function loadInto(layout: Layout, archives: readonly string[]): Promise<string> {
  const { ctr } = await ensurePackages(() => {});
  const loaded: string[] = [];
  for (const archive of archives) loaded.push(await importImage(ctr, layout.containerdSocket, archive));
  return loaded.join(', ');
}
