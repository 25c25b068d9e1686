import { beforeEach, describe, expect, test } from 'vitest';
import { type RunRecord, recordOf } from '../../../suites/record/record.ts';
import {
  attemptOf,
  benchOf,
  checkOf,
  journalOf,
  measuredEntry,
  moment,
  planOf,
} from '../../../suites/testing/plans.ts';
import type { AcceptedRun, Baseline, BaselineSpec } from '../../resources/baseline.ts';
import { apiVersion } from '../../resources/group.ts';
import { ResourceBaselines } from '../../resources/resource-baselines.ts';
import { MemoryResources } from '../../testing/memory-resources.ts';
import { acceptRun } from './accept-run.ts';
import { fileText, readBaselineFile } from './baseline-file.ts';
import type { Desk } from './desk.ts';
import { exportBaselines } from './export-baselines.ts';
import { importBaselines } from './import-baselines.ts';
import { listBaselines } from './list-baselines.ts';
import { pinBaseline, unpinBaseline } from './pin-baseline.ts';
import { showBaseline } from './show-baseline.ts';

const key = 'cartesia-tts';
const accepted = (value: number, over: Partial<AcceptedRun> = {}): AcceptedRun => ({
  at: `2026-06-0${1 + (value % 9)}T03:00:00.000Z`,
  run: `r${value}/1`,
  scalars: { '8/ttfa_p50': value },
  ...over,
});
const specOf = (over: Partial<BaselineSpec> = {}): BaselineSpec => ({
  key,
  runs: [120, 121, 122, 123].map((value) => accepted(value)),
  anchor: accepted(120),
  ...over,
});

/** A namespace of a cluster with these baselines. */
function deskOf(
  specs: readonly BaselineSpec[],
  over: Partial<Desk> = {},
): Desk & { baselines: MemoryResources<Baseline> } {
  const baselines = new MemoryResources<Baseline>();
  for (const spec of specs)
    void baselines.create({
      apiVersion,
      kind: 'Baseline',
      metadata: { name: spec.key, namespace: 'cartesia' },
      spec,
    });
  const now = () => new Date('2026-06-11T08:00:00.000Z');
  return { namespace: 'cartesia', cluster: 'staging', now, dryRun: false, ...over, baselines };
}
const stored = async (desk: Desk): Promise<BaselineSpec | null> =>
  new ResourceBaselines(desk.baselines, 'cartesia').find(key);

const ada = { who: 'ada', why: 'peak season' };
let desk: ReturnType<typeof deskOf>;
beforeEach(() => {
  desk = deskOf([specOf()]);
});

describe('list and show', () => {
  test('say what is compared, how much, and what was decided', async () => {
    await pinBaseline(desk, { key, ...ada });
    const settled = { podAgeSeconds: 4000, background: { queue: 3 } };
    await new ResourceBaselines(desk.baselines, 'cartesia').change(key, (spec) => ({
      ...spec,
      runs: [...spec.runs, accepted(130), accepted(131, settled)],
    }));
    expect((await listBaselines(desk)).lines.map((line) => line.trim().split(/ {2,}/))).toEqual([
      ['BASELINE', 'FRESH', 'SETTLED', 'NEWEST', 'STATE'],
      [key, '5', '1', '2026-06-07', 'compared, pinned by ada on 2026-06-11'],
    ]);
    const { lines } = await showBaseline(desk, key);
    expect(lines.join('\n')).toMatch(
      /4 runs of fresh pods \(accepted runs of this cluster, pinned by ada.*\n.*CRITERION.*\n +8\/ttfa_p50 +4 +122 +120 +123 +120 /,
    );
    expect(lines.join('\n')).toContain('peak season; 2 runs accepted since');
  });

  test('say that there is nothing to compare with, and for what key', async () => {
    const few = deskOf([specOf({ runs: [accepted(120, { background: { queue: 3 } })] })]);
    expect((await listBaselines(few)).lines[1]).toContain('not compared yet: 1 of 4 runs');
    const { lines } = await showBaseline(few, key);
    expect(lines[1]).toBe('  1 run of fresh pods (too few to compare with: 1 of 4)');
    expect(lines[2]).toBe('    other users meanwhile: queue up to 3');
    await expect(showBaseline(few, 'other')).rejects.toThrow(
      'There is no baseline other in namespace cartesia: choose one of cartesia-tts.',
    );
    expect((await listBaselines(deskOf([]))).lines).toEqual([
      'There are no baselines in cartesia: the first release that passes makes one.',
    ]);
  });
});

describe('pin', () => {
  test('is written with who and why, and taken back', async () => {
    await pinBaseline(desk, { key, ...ada });
    expect((await stored(desk))!.pinned).toMatchObject({ since: '2026-06-11T08:00:00.000Z', ...ada });
    await expect(pinBaseline(desk, { key, ...ada })).rejects.toThrow('pinned already, by ada on 2026-06-11');
    await unpinBaseline(desk, { key, ...ada });
    await expect(unpinBaseline(desk, { key, ...ada })).rejects.toThrow('is not pinned');
    expect((await stored(desk))!.changes!.map(({ kind }) => kind)).toEqual(['pinned', 'unpinned']);
  });

  test.each([
    [{ key: 'none' }, /There is no baseline none/],
    [{ why: ' ' }, /Say why with --why/],
    [{ why: 'x'.repeat(301) }, /Say why with --why/],
    [{ who: '' }, /Say who decides it with --who/],
  ])('refuses %j', async (over, sentence) => {
    await expect(pinBaseline(desk, { key, ...ada, ...over })).rejects.toThrow(sentence);
    expect(await stored(desk)).toEqual(specOf());
  });

  test('writes nothing when dry, and says what it would', async () => {
    const { lines, data } = await pinBaseline({ ...desk, dryRun: true }, { key, ...ada });
    expect(lines[0]).toMatch(/^Nothing is written/);
    expect(data).toHaveProperty('pinned');
    expect(await stored(desk)).toEqual(specOf());
  });
});

describe('from one cluster to another', () => {
  const travel = async (into: Desk, over: Partial<Parameters<typeof importBaselines>[1]> = {}) => {
    const text = fileText(await exportBaselines(desk));
    const file = readBaselineFile(text, 'file.json');
    return importBaselines(into, {
      file,
      name: 'file.json',
      key: undefined,
      replace: false,
      who: 'bo',
      why: undefined,
      ...over,
    });
  };

  test('travels what is compared with, marked as imported, but not the noise of the cluster', async () => {
    const calibration = { at: moment, runs: 8, criteria: {}, prior: { s0: 0.01, d0: 4 } };
    desk = deskOf([specOf({ calibration })]);
    const into = deskOf([]);
    await travel(into);
    const spec = (await stored(into))!;
    expect(spec.runs.every((run) => run.imported)).toBe(true);
    expect(spec).not.toHaveProperty('calibration');
    expect(spec.imported).toEqual({ from: 'namespace cartesia of staging', when: '2026-06-11' });
    expect(spec.changes).toMatchObject([{ kind: 'imported', who: 'bo', why: 'from file.json' }]);
    const snapshot = await new ResourceBaselines(into.baselines, 'cartesia').load(key, 'fresh');
    expect(snapshot!.origin).toBe('imported from namespace cartesia of staging, 2026-06-11');
  });

  test('goes over what was imported before, and keeps the calibration made here', async () => {
    const into = deskOf([]);
    await travel(into);
    const calibration = { at: moment, runs: 9, criteria: {} };
    await new ResourceBaselines(into.baselines, 'cartesia').calibrate(key, calibration);
    await travel(into);
    expect((await stored(into))!.calibration).toEqual(calibration);
  });

  test.each([
    ['measured', specOf({ runs: [accepted(99)] })],
    ['pinned', specOf({ runs: [], pinned: { since: moment, ...ada, runs: [] } })],
  ])('does not go over what was %s here, unless told', async (_, own) => {
    const into = deskOf([own]);
    await expect(travel(into)).rejects.toThrow(
      /cartesia-tts: what was measured or pinned here would be lost/,
    );
    expect(await stored(into)).toEqual(own);
    await travel(into, { replace: true });
    expect((await stored(into))!.runs).toHaveLength(4);
  });

  test('writes none where one of them would be lost', async () => {
    desk = deskOf([specOf({ key: 'a' }), specOf()]);
    const into = deskOf([specOf()]);
    await expect(travel(into)).rejects.toThrow('would be lost');
    expect(into.baselines.objects.size).toBe(1);
  });

  test('takes one key alone, and no other', async () => {
    desk = deskOf([specOf({ key: 'a' }), specOf()]);
    const into = deskOf([]);
    await travel(into, { key });
    expect([...into.baselines.objects.keys()]).toEqual([`cartesia/${key}`]);
    await expect(travel(into, { key: 'b' })).rejects.toThrow('has no baseline b: it has a, cartesia-tts');
  });

  test.each<[string, string | object, RegExp]>([
    ['text', 'hello', /it is not JSON/],
    ['nothing', 'null', /holds no baselines \(it: /],
    ['another document', { version: 1, results: [] }, /holds no baselines \(from: /],
    ['a newer file', { version: 2 }, /has version 2 of the file format and this Seatrial reads version 1/],
    [
      'a key that names nothing',
      { baselines: [specOf({ key: 'A b' })] },
      /baselines.0.key: it is no DNS name/,
    ],
    ['two of a key', { baselines: [specOf(), specOf()] }, /has two baselines for cartesia-tts/],
    [
      'a number that is none',
      { baselines: [{ key, runs: [{ at: '', run: '', scalars: { a: '1' } }] }] },
      /scalars.a: /,
    ],
  ])('reads no file of %s', (_, content, sentence) => {
    const data = typeof content === 'string' ? content : { version: 1, from: 'x', at: moment, ...content };
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    const without =
      content instanceof Object && 'results' in content ? text.replace('"from":"x",', '') : text;
    expect(() => readBaselineFile(without, 'file.json')).toThrow(sentence);
  });
});

describe('accept', () => {
  const recordWith = (values: readonly number[], finished = true): RunRecord => {
    const plan = planOf({ checks: [], bench: [benchOf({ baselineKey: key })] });
    const journal = journalOf(
      ...values.map((value, index) => measuredEntry(index + 1, value)),
      ...(finished ? [{ kind: 'finished' as const, needsHuman: null }] : []),
    );
    return recordOf(plan, journal);
  };

  test('makes the level of a run that failed the one to compare with', async () => {
    const record = recordWith([160, 161]);
    const { lines } = await acceptRun(desk, { record, ...ada });
    expect(lines).toEqual([
      `Accepted ${record.id} into ${key}: releases are compared with its 2 runs and later ones, once there are 4.`,
    ]);
    const spec = (await stored(desk))!;
    expect(spec.runs.map(({ scalars }) => scalars['8/ttfa_p50'])).toEqual([160, 161]);
    expect(spec.changes).toMatchObject([{ kind: 'accepted', run: record.id, ...ada }]);
    await acceptRun(desk, { record, ...ada });
    expect(await stored(desk)).toEqual(spec);
  });

  test('takes the scores of smoke checks that lost against the accepted ones', async () => {
    const scored = (value: number) => [{ definition: 'prompts_right', value, unit: 'ratio', samples: 100 }];
    const baseline = {
      key: 'quality',
      origin: 'here',
      scalars: { 'smoke.chat/prompts_right': [1, 1, 1, 1, 1] },
    };
    const plan = planOf({
      checks: [checkOf('smoke', 'smoke.chat')],
      bench: [],
      quality: { baselineKey: 'quality', baseline, gate: { share: 0.99, source: 'the vendor' } },
    });
    const attempt = { ...attemptOf('pass'), measures: scored(0.8) };
    const asked = { kind: 'checked', leg: 'release', suite: 'smoke', check: 'smoke.chat', attempt } as const;
    const record = recordOf(plan, journalOf(asked, asked, { kind: 'finished', needsHuman: null }));
    await acceptRun(desk, { record, ...ada });
    const spec = await new ResourceBaselines(desk.baselines, 'cartesia').find('quality');
    expect(spec!.runs).toMatchObject([{ scalars: { 'smoke.chat/prompts_right': 0.8 } }]);
  });

  test.each<[string, RunRecord, RegExp]>([
    ['passed', recordWith([120]), /No benchmark of cartesia-r2 has failed/],
    ['is not over', recordWith([160, 161], false), /cartesia-r2 is not over yet/],
    [
      'is of another namespace',
      { ...recordWith([160, 161]), namespace: 'x' },
      /in namespace x, not in cartesia/,
    ],
  ])('refuses a run that %s', async (_, record, sentence) => {
    await expect(acceptRun(desk, { record, ...ada })).rejects.toThrow(sentence);
  });

  test('leaves a pinned baseline as it is', async () => {
    await pinBaseline(desk, { key, ...ada });
    const before = await stored(desk);
    await expect(acceptRun(desk, { record: recordWith([160, 161]), ...ada })).rejects.toThrow(
      'cartesia-tts is pinned by ada since 2026-06-11 (peak season): unpin it first.',
    );
    expect(await stored(desk)).toEqual(before);
  });
});
