import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type LoadPlanInput, loadPlanSchema } from '../plan.ts';
import { describe as inWords } from './describe.ts';
import type { SearchOptionsInput } from './options.ts';
import { type SearchHost, type SearchResult, searchSaturation } from './search.ts';
import { ModelDriver } from './testing/model-driver.ts';
import { standIns } from './testing/stand-ins.ts';

const slots = standIns.slots({ slots: 6, spread: 0.02 });
const planOf = (change: Partial<LoadPlanInput> = {}) =>
  loadPlanSchema.parse({
    target: { url: 'http://model.example', protocol: 'cartesia-bytes' },
    workload: { name: 'model', texts: ['All hands on deck.'] },
    levels: [{ streams: 1 }],
    measureSeconds: 1,
    requestTimeoutSeconds: 5,
    slos: [{ measure: 'user_e2e', max: slots.sloMs }],
    budget: { maxRequests: 1_000_000, maxSeconds: 400, maxStreams: 40 },
    ...change,
  });
const options: SearchOptionsInput = { mode: 'concurrency', max: 1000, seconds: 400, gpus: 2 };

async function search(driver: ModelDriver, host: Partial<SearchHost> = {}, plan = planOf(), how = options) {
  const result: SearchResult = await searchSaturation(plan, how, {
    id: 's',
    driver,
    clock: driver.clock,
    ...host,
  });
  if ('problem' in result) throw new Error(result.problem);
  return result.findings;
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seatrial-search-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('drives the load within the budget and tells what it found in plain words', async () => {
  const driver = new ModelDriver({ make: slots.make });
  const findings = await search(driver);
  expect(findings).toMatchObject({
    outcome: 'found',
    gpus: 2,
    knee: { found: true, level: 6 },
    stopped: null,
  });
  expect(Math.abs(findings.holds!.level - 9)).toBeLessThanOrEqual(1);
  expect(findings.holds!.perSecond).toBeCloseTo(120, -1);
  expect(findings.holds!.perGpu).toBe(findings.holds!.level / 2);
  expect(findings.holds!.measures[0]!.value).toBeLessThanOrEqual(slots.sloMs);
  expect(Math.abs(findings.holds!.little!.deviation)).toBeLessThan(0.02);
  expect(inWords(findings)).toEqual([
    expect.stringMatching(
      /^The SLO \(user_e2e ≤ 87.5 ms, 95 % of all requests\) holds at \d+ streams \([\d.]+ % of \d+ requests, 95 % bound [\d.]+ %\), fails at \d+ streams \([\d.]+ % of \d+ requests, 95 % bound [\d.]+ %\)$/,
    ),
    expect.stringMatching(/^Per GPU \(2\): [\d.]+ streams, 60 requests\/s answered$/),
    expect.stringMatching(
      /^Knee: 6 streams, with 120 requests\/s in 50 ms; \d+ streams bring 120 requests\/s/,
    ),
    expect.stringMatching(/^Little's law at \d+ streams/),
    expect.stringMatching(/^\d+ probes, \d+ requests, \d+ of 400 s$/),
  ]);
  for (const { levels, budget, warmupSeconds, measureSeconds } of driver.ran) {
    expect(warmupSeconds).toBe(0);
    expect((levels.length - 6) * measureSeconds).toBeGreaterThanOrEqual(2);
    expect('streams' in levels[0]! && levels[0].streams).toBeLessThanOrEqual(40);
    expect(budget.maxStreams).toBe(40);
  }
});

it('finds the rate of an open loop through a driver too', async () => {
  const driver = new ModelDriver({ make: slots.make });
  const findings = await search(driver, {}, planOf(), { ...options, mode: 'rate', from: 10 });
  expect(findings.outcome).toBe('found');
  expect(findings.holds!.level).toBeLessThan(120);
  expect(findings.knee).toMatchObject({ found: true });
  expect(findings.knee.found && findings.knee.level).toBeGreaterThan(100);
  expect(findings.knee.found && findings.knee.level).toBeLessThan(140);
});

it('goes on from its file after a kill, with the same answer', async () => {
  const whole = await search(new ModelDriver({ make: slots.make }));
  const resume = join(folder, 'search.json');
  const killed = new ModelDriver({
    make: slots.make,
    spoil: (result) => {
      if (result.id === 's-5') throw new Error('killed');
      return result;
    },
  });
  await expect(search(killed, { resume })).rejects.toThrow('killed');
  const after = new ModelDriver({ make: slots.make });
  const { levels, ...rest } = await search(after, { resume });
  expect(after.ran).toHaveLength(whole.probes - 4);
  expect({ levels, ...rest }).toEqual(whole);

  const other = await searchSaturation(planOf({ slos: [] }), options, { id: 's', driver: after, resume });
  expect(other).toEqual({ problem: expect.stringContaining('is the history of another search') });
});

it('ends when it is stopped, with what it knows, and leaves the broken probe out', async () => {
  const stop = new AbortController();
  const driver = new ModelDriver({ make: slots.make });
  const findings = await search(driver, {
    signal: stop.signal,
    onProgress: ({ probes }) => {
      if (probes === 3) stop.abort();
    },
  });
  expect(findings).toMatchObject({ outcome: 'inconclusive', stopped: 'aborted', probes: 3 });
});

it('counts no level that the audit of the generator speaks against', async () => {
  const reasons = ['load generator: it used 97 % of its CPU, up to 90 is sound'];
  const driver = new ModelDriver({
    make: standIns.tireless().make,
    spoil: (result) => ({
      ...result,
      levels: result.levels.map((level) =>
        level.streams > 12 ? { ...level, validity: { valid: false, reasons } } : level,
      ),
    }),
  });
  const findings = await search(driver);
  expect(findings).toMatchObject({ outcome: 'generator-limited', holds: { level: 12 } });
  expect(inWords(findings)[0]).toMatch(/at 13 streams the generator, not the service, was the limit$/);
});

it('keeps within the budget of requests over all probes', async () => {
  const plan = planOf({ budget: { maxRequests: 2000, maxSeconds: 400, maxStreams: 40 } });
  const findings = await search(new ModelDriver({ make: slots.make }), {}, plan);
  expect(findings).toMatchObject({ outcome: 'inconclusive', stopped: 'requests' });
});
