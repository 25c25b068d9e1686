import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { paper } from '../../../reports/testing/paper.ts';
import type { Calibration } from '../../../suites/bench/calibration.ts';
import type { Measured, PlannedBench } from '../../../suites/bench/plan.ts';
import type { Subject } from '../../../suites/release/subject.ts';
import { attemptOf, benchOf, measuredEntry, planOf, subjectOf } from '../../../suites/testing/plans.ts';
import { CliError } from '../errors.ts';
import { seatrial } from '../testing.ts';
import { type CalibrateOptions, calibrateRelease } from './calibrate-release.ts';
import type { CalibrationDocument } from './document.ts';
import { usualStatePath } from './state-file.ts';

// Simulations, which other work on the machine may slow down.
vi.setConfig({ testTimeout: 30_000 });

let folder: Awaited<ReturnType<typeof mkdtempDisposable>>;
beforeEach(async () => {
  folder = await mkdtempDisposable(join(tmpdir(), 'calibrate-'));
});
afterEach(() => folder.remove());

/** Noise of mean 0 and SD 1 without a pattern. */
const noise = [0.5, -1.2, 1.4, -0.3, -0.9, 1.1, -0.6, 0.9, -1.3, 0.4];

interface Cluster {
  /** From run to run, log scale. */
  readonly spread?: number;
  /** What else there is about the nth measurement, from 1. */
  readonly over?: (nth: number) => Partial<Measured>;
  /** Ctrl-C comes in the nth measurement. */
  readonly stopIn?: number;
  /** The release's revision after the nth measurement. */
  readonly revision?: (nth: number) => number;
  readonly bench?: Partial<PlannedBench>;
  readonly subject?: Subject;
  readonly settles?: 'pass' | 'fail';
}

/** One `seatrial calibrate` against a fake release; `asked` are the runs that its benchmark was asked for. */
async function calibrating(cluster: Cluster = {}, options: Partial<CalibrateOptions> = {}) {
  const { spread = 0.01, over = () => ({}), revision = () => 2, settles = 'pass' } = cluster;
  const [stdout, stderr] = [paper({ columns: 140 }), paper({ columns: 140 })];
  const stop = new AbortController();
  const asked: number[] = [];
  const kept = new Map<string, Calibration>();
  const actions = {
    settle: async () => ({ attempt: attemptOf(settles) }),
    occurrence: async () => ({ ...subjectOf().occurrence, revision: revision(asked.length) }),
    measure: async (_plan: unknown, _bench: unknown, nth: number): Promise<Measured> => {
      asked.push(nth);
      if (asked.length === cluster.stopIn) stop.abort(new Error('stopped'));
      stop.signal.throwIfAborted();
      const entry = measuredEntry(nth, 120 * Math.exp(spread * noise[nth % noise.length]!));
      if (entry.kind !== 'measured') throw new Error('not measured');
      return { ...entry.measured, ...over(asked.length) };
    },
  };
  const context = { stdout, stderr, env: {}, version: '1', owner: { signal: stop.signal } };
  const { subject = subjectOf(), bench } = cluster;
  const run = { plan: planOf({ subject, bench: [benchOf(bench)] }), actions };
  const ended = await calibrateRelease(context as never, run as never, {
    runs: 8,
    minEffect: undefined,
    state: join(folder.path, 'state.json'),
    fresh: false,
    json: false,
    reportFolder: undefined,
    observer: {},
    store: async () => ({ calibrate: async (key, found) => void kept.set(key, found) }),
    ...options,
  }).catch((error: Error) => error);
  return { ended, asked, kept, stdout: stdout.text().replace(/ +/g, ' '), stderr: stderr.text() };
}

test('a release whose runs are alike holds its thresholds; what was found is kept by its key', async () => {
  const { ended, asked, stdout, kept } = await calibrating();
  expect([ended, asked.length]).toEqual([0, 8]);
  expect(stdout).toMatch(/✔ tts run 8 of 8 TTFA p50 at 8 streams per GPU 1\d\d ms 400 requests/);
  expect(stdout).toMatch(/✔ TTFA p50 at 8 streams per GPU 1(\.\d)? % \d.* to .* % \d(\.\d)? % 10 % held/);
  expect(stdout).toContain('Every threshold that decides can be held.');
  expect(kept.get('cartesia-tts')?.criteria['8/ttfa_p50']?.smallestEffect).toBeLessThan(0.1);
});

test('a threshold below what can be found is refused, with what to ask for', async () => {
  const { ended, stdout } = await calibrating({}, { minEffect: 0.02 });
  expect(ended).toBe(1);
  expect(stdout.replace(/\s+/g, ' ')).toMatch(
    /✖ refused: TTFA p50 at 8 streams per GPU: a threshold of 2 % is below .*; ask for at least \d(\.\d)? %, or measure longer/,
  );
});

test('for programs: a document, and the progress beside it', async () => {
  const { stdout, stderr } = await calibrating({}, { json: true, reportFolder: join(folder.path, 'out') });
  const document = JSON.parse(stdout) as CalibrationDocument;
  expect(document).toMatchObject({
    verdict: 'pass',
    ended: null,
    prior: null,
    workloads: [
      { key: 'cartesia-tts', runs: 8, criteria: [{ id: '8/ttfa_p50', state: 'held', trouble: null }] },
    ],
  });
  expect(stderr).toContain('run 8 of 8');
  const stored = await readFile(join(folder.path, 'out', 'calibration.json'), 'utf8');
  expect(JSON.parse(stored)).toEqual(document);
});

describe('the runs are kept', () => {
  test('an interrupted calibration loses none and goes on; so does one that wants more', async () => {
    const first = await calibrating({ stopIn: 6 });
    expect(first.ended).toMatchObject({ message: 'stopped' });
    expect(first.stderr).toMatch(/The runs so far are kept in .*state.json; the same command goes on/);
    const second = await calibrating();
    expect([second.ended, second.asked]).toEqual([0, [6, 7, 8]]);
    expect(second.stdout).toMatch(/runs 5 are kept, the last of 2026-06-10/);
    expect((await calibrating({}, { runs: 10 })).asked).toEqual([9, 10]);
    expect((await calibrating({}, { fresh: true })).asked).toHaveLength(8);
  });

  test.each<[what: string, later: Cluster, says: RegExp]>([
    [
      'of another release',
      { subject: subjectOf({ release: 'other' }) },
      /holds runs of cartesia .*, and not of other/,
    ],
    [
      'under another load',
      { bench: { load: { levels: [1] } } },
      /state.json holds runs of tts under another load: begin anew with --fresh/,
    ],
  ])('runs %s are not mixed with those of this one', async (_, later, says) => {
    await calibrating();
    const { ended, asked } = await calibrating(later);
    expect(ended).toBeInstanceOf(CliError);
    expect((ended as Error).message).toMatch(says);
    expect(asked).toEqual([]);
  });

  test('a file that is none is not written over', async () => {
    await writeFile(join(folder.path, 'state.json'), '{"version":99}');
    expect((await calibrating()).ended).toMatchObject({
      message: expect.stringMatching(/can be gone on with/),
    });
  });

  test('by cluster, release and kind of load', () => {
    const of = { context: 'admin@prod/eu', namespace: 'a', release: 'b', alone: true };
    expect(usualStatePath({ HOME: '/home/me' }, of)).toBe(
      '/home/me/.local/state/seatrial/calibrations/admin_prod_eu_a_b_alone.json',
    );
    expect(usualStatePath({ XDG_STATE_HOME: '/state' }, { ...of, alone: false })).toBe(
      '/state/seatrial/calibrations/admin_prod_eu_a_b_beside-users.json',
    );
  });
});

describe('nothing is told of what is not known', () => {
  const lost: Partial<Measured> = { status: 'void', reason: 'pods changed under the load' };

  test.each<[what: string, cluster: Cluster, ended: number, asked: number, says: RegExp]>([
    ['void runs are measured again', { over: (nth) => (nth % 3 === 0 ? lost : {}) }, 0, 11, /can be held/],
    [
      'but not without end',
      { over: () => lost },
      2,
      5,
      /ended early: tts: 5 of 5 runs did not count, the last: pods/,
    ],
    [
      'what hurt a user is not done again',
      { over: (nth) => (nth === 3 ? { ...lost, stoppedBy: 'queue', reason: 'the queue was full' } : {}) },
      2,
      3,
      /ended early: tts: the queue was full/,
    ],
    [
      'another release is another calibration',
      { revision: (nth) => (nth < 4 ? 2 : 3) },
      2,
      4,
      /the release changed/,
    ],
    [
      'runs that drift calibrate nothing',
      { over: driftOf },
      2,
      8,
      /not calibrated, because the runs were not steady/,
    ],
  ])('%s', async (_, cluster, ended, asked, says) => {
    const found = await calibrating(cluster);
    expect([found.ended, found.asked.length]).toEqual([ended, asked]);
    expect(found.stdout.replace(/\s+/g, ' ')).toMatch(says);
  });

  test('who goes on may lose as many runs again', async () => {
    await calibrating({ over: (nth) => (nth > 2 ? lost : {}) });
    expect(await calibrating({ over: (nth) => (nth < 4 ? lost : {}) })).toMatchObject({ ended: 0 });
  });

  test.each<[what: string, cluster: Cluster, says: RegExp]>([
    ['is under way', { settles: 'fail' }, /The release is not settled \(fail\): calibrate when it is/],
    ['may not be measured', { bench: { withheld: 'no room' } }, /There is nothing to calibrate/],
  ])('a release that %s is not measured', async (_, cluster, says) => {
    const { ended, asked } = await calibrating(cluster);
    expect(ended).toMatchObject({ code: 'unavailable', message: expect.stringMatching(says) });
    expect(asked).toEqual([]);
  });
});

function driftOf(nth: number): Partial<Measured> {
  const value = 120 * (1 + nth / 50);
  return { scalars: { '8/ttfa_p50': { value, samples: 300 } } };
}

test.each([
  ['--runs 7', /a whole number from 8 to 50/],
  ['--min-effect 5%', /a share from 0.001 to 10; 0.05 is 5 %/],
  ['--url localhost', /--url takes an address such as/],
])('seatrial calibrate %s says what it takes', async (args, says) => {
  const { exitCode, stderr } = await seatrial(['calibrate', ...args.split(' ')], {});
  expect([exitCode, stderr]).toEqual([64, expect.stringMatching(says)]);
});
