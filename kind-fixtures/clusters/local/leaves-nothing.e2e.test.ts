import { spawn } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { assembleImage } from '../../images/image.ts';
import { nodeImage } from '../../images/node-runtime.ts';
import { ClusterApi } from '../api.ts';
import { until } from '../until.ts';
import { layoutOf } from './layout.ts';
import { localCluster } from './local.ts';
import { startForeignContainerd } from './testing/foreign-containerd.ts';
import type { MachineSnapshot } from './testing/machine.ts';
import { changes, leftOf, snapshot, tracesOf } from './testing/machine.ts';

const name = 'seatrial-gone';
const cluster = localCluster(name);
const layout = layoutOf(name);

/** Others at work on the machine while this test runs: another cluster, Docker, other processes' scratch files. */
const others =
  /seatrial[-/]seatrial(?!-gone)|docker|process_api|\/tmp\/(?!foreign-|containerd|cni|kube)|\/var\/lib\/apt|\/dpkg|\/var\/log\/apt/i;

let before: MachineSnapshot;

beforeEach(async () => {
  expect(await cluster.down()).toMatchObject({ ok: true });
  before = await snapshot(others);
});

afterEach(async () => {
  await cluster.down();
});

test('down leaves nothing of a cluster with running pods, and a foreign containerd is untouched', async () => {
  await using foreign = await startForeignContainerd();
  const theirs = await foreign.describe();
  before = await snapshot(others);

  const image = await assembleImage(
    await nodeImage(
      'e2e-sleeper',
      'v1',
      [{ to: '/main.js', text: 'setInterval(() => {}, 1e6)' }],
      '/main.js',
    ),
  );
  const up = await cluster.up({ gpus: { count: 0, product: 'none' }, images: [image.path] });
  expect(up).toMatchObject({ ok: true, value: { alreadyRunning: false } });
  await runPods(image.name);
  const traces = await tracesOf(name);
  // Seven programs, two pods and CoreDNS with their shims: else the traces could not prove anything.
  expect(traces.processes.size).toBeGreaterThan(14);
  expect(traces.namespaces.size).toBeGreaterThan(6);

  expect(await cluster.down()).toMatchObject({ ok: true });
  expect(await leftOf(traces, name)).toEqual([]);
  expect(changes(before, await snapshot(others))).toEqual([]);
  expect(await foreign.describe()).toBe(theirs);
  expect(await stat(`/proc/${foreign.pid}`).then(Boolean, () => false)).toBe(true);
});

test('down cleans up after a start that was killed half-way', async () => {
  const starter = spawn(
    process.execPath,
    [fileURLToPath(new URL('./testing/start.ts', import.meta.url)), name],
    {
      stdio: 'ignore',
    },
  );
  const ended = new Promise((resolve) => starter.once('exit', resolve));
  await until('the start did not get going', () => readFile(layout.components).then(() => true), {
    timeoutMs: 60_000,
  });
  expect(await cluster.down()).toMatchObject({ ok: false, code: 'unavailable' });
  const traces = await tracesOf(name);
  starter.kill('SIGKILL');
  await ended;
  expect(await cluster.status()).toMatchObject({ ok: true, value: { state: 'broken' } });

  expect(await cluster.down()).toMatchObject({ ok: true });
  expect(await leftOf(traces, name)).toEqual([]);
  expect(changes(before, await snapshot(others))).toEqual([]);
});

test('a start that is stopped on request cleans up after itself', async () => {
  const stop = new AbortController();
  const up = await cluster.up({
    signal: stop.signal,
    onEvent: ({ step }) => {
      if (step === 'node') stop.abort();
    },
  });
  expect(up).toMatchObject({ ok: false, code: 'unavailable' });
  expect(changes(before, await snapshot(others))).toEqual([]);
});

async function runPods(image: string): Promise<void> {
  await using api = await ClusterApi.fromKubeconfig(layout.kubeconfig);
  const path = '/api/v1/namespaces/default/pods';
  for (const pod of ['one', 'two']) {
    await api.apply(`${path}/${pod}`, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: pod },
      spec: { containers: [{ name: 'main', image, imagePullPolicy: 'Never' }] },
    });
  }
  await until(
    'the pods did not run',
    async () => {
      const { body } = await api.call('GET', path);
      const phases = body.items.map((item: { status: { phase: string } }) => item.status.phase);
      return phases.every((phase: string) => phase === 'Running') ? true : undefined;
    },
    { timeoutMs: 60_000 },
  );
}
