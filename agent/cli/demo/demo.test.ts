import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { slower } from '../../../kind-fixtures/faults/cartesia/slower.ts';
import { stored } from '../../../reports/testing/stored.ts';
import { recordedBaselines } from './baselines.ts';
import { Helm } from './helm.ts';
import { controlPromise, faultPromises, firstPromise } from './promises.ts';
import { overlaid } from './values.ts';

describe('what the demo promises', () => {
  const ok = (name: string): boolean[] => faultPromises(stored(name), slower).map((kept) => kept.ok);

  test('a first release that passes', () => {
    expect(firstPromise(stored('first-pass'))).toMatchObject({
      ok: true,
      text: 'sonic-20260503: pass, promote',
    });
    expect(firstPromise(stored('inconclusive')).ok).toBe(false);
  });

  test('a worse one that is found with numbers, signalled, rolled back and verified', () => {
    const kept = faultPromises(stored('rolled-back'), slower);
    expect(kept.map(({ ok }) => ok)).toEqual([true, true, true, true]);
    expect(kept[1]!.text).toContain('211 ms, 31 % (29 to 33 %) worse than the last 8 accepted runs');
    expect(ok('needs-human')).toEqual([true, true, true, false]);
    expect(ok('upgrade-pass')).toEqual([false, false, false, false]);
    expect(ok('failed-smoke')).toEqual([false, false, false, false]);
  });

  test('a control that passes and is left alone', () => {
    expect(controlPromise(stored('upgrade-pass')).ok).toBe(true);
    for (const name of ['rolled-back', 'inconclusive', 'superseded'])
      expect(controlPromise(stored(name)).ok).toBe(false);
  });
});

test('the recorded baselines have enough runs to be compared with', async () => {
  const all = await recordedBaselines();
  expect(all.length).toBeGreaterThan(0);
  for (const { runs, imported, anchor } of all) {
    expect(runs.length).toBeGreaterThanOrEqual(8);
    expect(anchor).toEqual(runs[0]);
    expect(imported?.from).toContain('stand-in');
    for (const { scalars } of runs) expect(Object.keys(scalars)).toEqual(Object.keys(runs[0]!.scalars));
  }
});

test('values are laid over others as Helm does it', () => {
  const below = { a: { b: 1, c: [1, 2] }, d: 'x' };
  expect(overlaid(below, { a: { c: [3] }, e: null })).toEqual({ a: { b: 1, c: [3] }, d: 'x', e: null });
  expect(below).toEqual({ a: { b: 1, c: [1, 2] }, d: 'x' });
});

describe('Helm', () => {
  let folder: string;
  const program = async (script: string): Promise<string> => {
    const path = join(folder, 'helm');
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
    return path;
  };
  const of = { release: 'r', namespace: 'n', chart: '/chart', values: { a: 1 } };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'helm-test-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('gets values as a file, the cluster, and none of the settings of the user', async () => {
    const script = `[ "$KUBECONFIG" = /kube ] || exit 9
case "$HELM_CONFIG_HOME$HOME" in *seatrial-helm-*) ;; *) exit 8;; esac
for last; do [ "$previous" = --values ] && values=$last; previous=$last; done
[ "$(cat "$values")" = '{"a":1}' ] && echo '{"version":4}'`;
    await using helm = await Helm.open(await program(script), '/kube');
    expect(await helm.deploy(of, new AbortController().signal)).toBe(4);
  });

  test('says in one sentence what Helm said', async () => {
    const path = await program('echo "level=WARN talk" >&2; printf "Error: no\\n  room\\n" >&2; exit 1');
    await using helm = await Helm.open(path, '/kube');
    await expect(helm.deploy(of, new AbortController().signal)).rejects.toThrow(
      'Helm could not upgrade r: no room.',
    );
  });

  test('is ended by the signal, whose reason counts', async () => {
    const stop = new AbortController();
    await using helm = await Helm.open(await program('sleep 60'), '/kube');
    const deployed = helm.deploy(of, stop.signal);
    setTimeout(() => stop.abort(new Error('Ctrl-C')), 100);
    await expect(deployed).rejects.toThrow('Ctrl-C');
  });
});
