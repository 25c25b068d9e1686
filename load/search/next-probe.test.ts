import { describe, expect, it } from 'vitest';
import type { SearchFindings } from './findings.ts';
import { ladder } from './ladder.ts';
import { nextProbe } from './next-probe.ts';
import { type SearchOptionsInput, searchOptionsSchema } from './options.ts';
import type { Probe } from './probe.ts';
import { sampleProbe } from './testing/probes.ts';
import { simulate, simulateProbe } from './testing/simulate-probe.ts';
import { type StandIn, standIns } from './testing/stand-ins.ts';

const optionsOf = (change: Partial<SearchOptionsInput>) =>
  searchOptionsSchema.parse({ mode: 'concurrency', max: 200, seconds: 300, ...change });

const goalOf = (slos = [{ measure: 'user_e2e', max: 100 }]) => ({ slos, warmupSeconds: 2, maxRequests: 1e9 });

/** A whole search in virtual time, from a history that may be there already. */
function searched(
  standIn: StandIn,
  change: Partial<SearchOptionsInput>,
  seed: number,
  history: Probe[] = [],
) {
  const options = optionsOf(change);
  const goal = goalOf([{ measure: 'user_e2e', max: standIn.sloMs }]);
  for (;;) {
    const next = nextProbe(history, options, goal);
    if ('findings' in next) return { findings: next.findings, history };
    const nth = seed * 1000 + history.length;
    history.push(simulateProbe(standIn.make, next.measure, options, standIn.sloMs, nth));
  }
}

/** What the model itself does at a rung of the ladder, seen for long: the share of requests within the SLO. */
function trueShare(standIn: StandIn, rung: number, change: Partial<SearchOptionsInput>): number {
  const options = optionsOf(change);
  const level = ladder(options)[rung]!;
  const load = options.mode === 'rate' ? { rate: level, arrivals: options.arrivals } : { streams: level };
  const seen = simulate(standIn.make, load, [5, 60], 99, 100).windows.at(-1)!;
  const good = seen.responses.filter((response) => response * 1000 <= standIn.sloMs).length;
  return good / (seen.started + seen.cancelled);
}

/** Whether the level found is the model's own limit, the rung below or the rung above. */
function isWithinOneStep(level: number, standIn: StandIn, change: Partial<SearchOptionsInput>): boolean {
  const rung = ladder(optionsOf(change)).indexOf(level);
  return (
    (rung === 0 || trueShare(standIn, rung - 1, change) >= 0.95) &&
    trueShare(standIn, rung + 2, change) < 0.95
  );
}

/** Steps of the ladder between the knee found and the model's. */
function kneeOff({ knee }: SearchFindings, truth: number, change: Partial<SearchOptionsInput>): number {
  const rungs = ladder(optionsOf(change));
  if (!knee.found) return Number.POSITIVE_INFINITY;
  return Math.abs(rungs.indexOf(knee.level) - rungs.findLastIndex((rung) => rung <= truth * 1.001));
}

const seeds = Array.from({ length: 20 }, (_, seed) => seed + 1);

describe('streams of a closed loop', { timeout: 60_000 }, () => {
  it.each([
    ['slots and a queue', (seed: number) => standIns.slots({ slots: 3 + seed })],
    ['processor sharing', (seed: number) => standIns.sharing({ full: 3 + seed })],
    ['a rate limit', (seed: number) => standIns.bucket({ perSecond: 60 + 14 * seed })],
  ])('finds the limit and the knee of %s within one step', (_, make) => {
    const off = seeds.filter((seed) => {
      const standIn = make(seed);
      const { findings } = searched(standIn, {}, seed);
      return !(
        findings.outcome === 'found' &&
        isWithinOneStep(findings.holds!.level, standIn, {}) &&
        kneeOff(findings, standIn.knee!.streams, {}) <= 1
      );
    });
    expect(off.length, `seeds ${off.join(', ')}`).toBeLessThanOrEqual(seeds.length * 0.05);
  });

  it('says of a service without a limit that it was not saturated, and of a hopeless one that it never keeps the SLO', () => {
    const tireless = searched(standIns.tireless(), {}, 1).findings;
    expect(tireless).toMatchObject({ outcome: 'never-saturates', holds: { level: 200 }, fails: null });
    expect(tireless.knee).toMatchObject({ found: false });
    const hopeless = searched(standIns.hopeless(), {}, 1);
    expect(hopeless.findings).toMatchObject({ outcome: 'never-meets', holds: null, fails: { level: 1 } });
    expect(hopeless.history.map(({ level }) => level)).toEqual([1, 1]);
  });
});

describe('requests a second of an open loop', { timeout: 60_000 }, () => {
  it.each([
    ['slots and a queue', (seed: number) => standIns.slots({ slots: 5 + seed })],
    ['processor sharing', (seed: number) => standIns.sharing({ full: 3 + seed })],
    ['a rate limit', (seed: number) => standIns.bucket({ perSecond: 80 + 14 * seed })],
  ])('finds the limit and the knee of %s within one step', (_, make) => {
    const change = { mode: 'rate', from: 5, max: 1000 } as const;
    const off = seeds.filter((seed) => {
      const standIn = make(seed);
      const { findings } = searched(standIn, change, seed);
      return !(
        findings.outcome === 'found' &&
        isWithinOneStep(findings.holds!.level, standIn, change) &&
        kneeOff(findings, standIn.knee!.rate, change) <= 1
      );
    });
    expect(off.length, `seeds ${off.join(', ')}`).toBeLessThanOrEqual(seeds.length * 0.05);
  });
});

it('learns how slow a service is, and gives it the time that it needs', () => {
  const slow = standIns.tireless({ pace: 200 });
  const { findings } = searched(slow, { max: 8, seconds: 900 }, 1);
  expect(findings).toMatchObject({ outcome: 'never-saturates', holds: { level: 8 } });
});

it('goes on after a kill as if there had been none', () => {
  const whole = searched(standIns.slots(), {}, 7);
  for (const kept of [0, 1, 5, whole.history.length - 1])
    expect(searched(standIns.slots(), {}, 7, whole.history.slice(0, kept))).toEqual(whole);
});

describe('the time', () => {
  it.each([20, 45, 90, 150])('of %i s is not overrun, and the bracket so far is told', (seconds) => {
    const { findings } = searched(standIns.slots(), { seconds }, 3);
    expect(findings.seconds).toBeLessThanOrEqual(seconds * 1.05);
    const { holds, fails } = findings;
    if (findings.outcome !== 'found')
      expect(findings).toMatchObject({ outcome: 'inconclusive', stopped: 'time' });
    if (holds) expect(holds.level).toBeLessThanOrEqual(21);
    if (fails) expect(fails.level).toBeGreaterThanOrEqual(19);
  });
});

/** Answers each measurement by a rule, until the search ends. */
function ruled(rule: (level: number, nth: number) => Probe, change: Partial<SearchOptionsInput> = {}) {
  const options = optionsOf({ max: 16, knee: false, seconds: 1000, ...change });
  const history: Probe[] = [];
  for (;;) {
    const next = nextProbe(history, options, goalOf());
    if ('findings' in next) return { findings: next.findings, history };
    const { level } = next.measure;
    history.push(rule(level, history.filter((one) => one.level === level).length));
  }
}
const good = (level: number) => sampleProbe({ level });
const bad = (level: number) => sampleProbe({ level }, { good: 2 });

describe('what is no limit of the service', () => {
  const invalid = ['load generator: it used 97 % of its CPU, up to 90 is sound'];

  it('is a generator that cannot do more', () => {
    const { findings } = ruled((level) =>
      level > 5 ? sampleProbe({ level, batches: [], invalid }) : good(level),
    );
    expect(findings).toMatchObject({
      outcome: 'generator-limited',
      holds: { level: 5 },
      fails: null,
      reason: 'at 6 streams the generator, not the service, was the limit',
    });
  });

  it('is a generator in trouble at a level below others that could be measured: that one is left out', () => {
    const { findings } = ruled((level) =>
      level === 6 ? sampleProbe({ level, batches: [], invalid }) : level < 8 ? good(level) : bad(level),
    );
    expect(findings).toMatchObject({ outcome: 'found', holds: { level: 7 }, fails: { level: 8 } });
  });

  it('is a probe that cannot be used once: it is repeated', () => {
    const { findings } = ruled((level, nth) =>
      level === 8 && nth === 0
        ? sampleProbe({ level, lost: 'the pod is gone' })
        : level < 10
          ? good(level)
          : bad(level),
    );
    expect(findings).toMatchObject({ outcome: 'found', holds: { level: 9 }, fails: { level: 10 } });
    expect(findings.levels.find(({ level }) => level === 8)).toMatchObject({ verdict: 'holds', voids: 1 });
  });

  it('is a guard: the search ends at once', () => {
    const { findings, history } = ruled((level) =>
      level === 4 ? sampleProbe({ level, lost: 'queue 9', guard: 'queue 9' }) : good(level),
    );
    expect(history.at(-1)!.level).toBe(4);
    expect(findings).toMatchObject({
      outcome: 'inconclusive',
      stopped: 'guard',
      reason: 'queue 9',
      holds: { level: 2 },
    });
  });
});

describe('contradictions', () => {
  it('are measured again, and a hiccup is forgiven', () => {
    const { findings } = ruled((level, nth) =>
      level > 9 || (level === 4 && nth === 0) ? bad(level) : good(level),
    );
    expect(findings.holds!.level).toBeLessThanOrEqual(9);
    expect(findings.outcome).not.toBe('not-monotone');
  });

  it('that stay are told: it is not monotone', () => {
    const history = [1, 1, 1].flatMap(() => [bad(4), good(8)]);
    const options = optionsOf({ max: 16, knee: false });
    const next = nextProbe(history.slice(0, 3), options, goalOf());
    expect(next).toMatchObject({ measure: { level: 8, purpose: 'repeat' } });
    expect(nextProbe(history, options, goalOf())).toMatchObject({
      findings: {
        outcome: 'not-monotone',
        reason: 'it holds at 8 streams but fails at 4 streams, measured again and again',
      },
    });
  });
});
