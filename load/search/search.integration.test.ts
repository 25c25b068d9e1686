import { setPriority } from 'node:os';
import { beforeAll, expect, it } from 'vitest';
import { ProcessDriver } from '../drivers/process.ts';
import { loadPlanSchema } from '../plan.ts';
import { describe as inWords } from './describe.ts';
import { ladder } from './ladder.ts';
import { searchSaturation } from './search.ts';
import { ModelServer } from './testing/model-server.ts';
import { random } from './testing/service-model.ts';
import { type StandIn, standIns } from './testing/stand-ins.ts';

/** Other work on the machine must not decide how long the server takes; k6 inherits it. Root only. */
function goFirst(): void {
  try {
    setPriority(-15);
  } catch {
    // Then a busy machine can make the server late.
  }
}

let k6: string;
beforeAll(goFirst);
beforeAll(async () => {
  const { buildPrograms } = await import('../../kind-fixtures/toolchain/build.ts');
  k6 = (await buildPrograms(['k6'])).k6;
});

const rungs = { mode: 'concurrency', from: 2, max: 16, precision: 0.25 } as const;

/** Steps of the ladder between a level and the highest one that is no more than the truth. */
function stepsOff(level: number, truth: number): number {
  const levels = ladder(rungs);
  return Math.abs(levels.indexOf(level) - levels.findLastIndex((rung) => rung <= truth));
}

// Two streams a slot wait for one request before them at the most, 160 ms; 10 streams need 200 ms on average. Sharing,
// N streams take N · 20 ms. The rate limit is met by one stream for each 100 ms.
const models: readonly [string, StandIn, slo: number][] = [
  ['slots and a queue', standIns.slots({ slots: 4, pace: 1.6, slack: 2.3, spread: 0.02 }), 8],
  ['processor sharing', standIns.sharing({ full: 4, pace: 2, slack: 1.85, spread: 0.02 }), 6],
  ['a rate limit', standIns.bucket({ perSecond: 64 }), 6],
];

// Retried, because other work on two cores can keep k6 or the server from theirs: then the search says so, and rightly.
it.each(models)(
  'finds the limit and the knee of %s with real requests',
  { retry: 1, timeout: 400_000 },
  async (_, standIn, slo) => {
    await using server = await ModelServer.start(standIn.make(random(1)));
    const plan = loadPlanSchema.parse({
      target: { url: server.url, protocol: 'cartesia-bytes', tags: { suite: 'test' } },
      workload: { name: 'model', texts: ['All hands on deck.'] },
      levels: [{ streams: 1 }],
      warmupSeconds: 0.5,
      measureSeconds: 1,
      requestTimeoutSeconds: 5,
      slos: [{ measure: 'user_e2e', max: standIn.sloMs }],
      budget: { maxRequests: 20_000, maxSeconds: 90, maxStreams: 16 },
    });
    const options = { ...rungs, seconds: 90, batchSeconds: 0.3 };
    const result = await searchSaturation(plan, options, { id: 'real', driver: new ProcessDriver({ k6 }) });
    if ('problem' in result) throw new Error(result.problem);
    const { findings } = result;
    const words = inWords(findings).join('\n');
    expect(findings.outcome, words).toBe('found');
    expect(stepsOff(findings.holds!.level, slo), words).toBeLessThanOrEqual(1);
    expect(findings.knee.found, words).toBe(true);
    expect(
      stepsOff(findings.knee.found ? findings.knee.level : 0, standIn.knee!.streams),
      words,
    ).toBeLessThanOrEqual(1);
    expect(Math.abs(findings.holds!.little!.deviation)).toBeLessThan(0.05);
  },
);
