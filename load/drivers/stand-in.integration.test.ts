import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadPlanSchema } from '../plan.ts';
import { type LoadResult, scalarOf } from '../result.ts';
import { ProcessDriver } from './process.ts';

type StandIn = Awaited<
  ReturnType<typeof import('../../kind-fixtures/platforms/cartesia/contract/stand-in.ts')['startStandIn']>
>;
type Truth = import('../../kind-fixtures/platforms/cartesia/server/truth/truth-log.ts').TruthReport;

let k6: string;
let standIn: StandIn;
beforeAll(async () => {
  const { buildPrograms } = await import('../../kind-fixtures/toolchain/build.ts');
  k6 = (await buildPrograms(['k6'])).k6;
  const { startStandIn } = await import('../../kind-fixtures/platforms/cartesia/contract/stand-in.ts');
  standIn = await startStandIn({ WORKER_CAPACITY: '8' });
});
afterAll(() => standIn[Symbol.asyncDispose]());

async function drive(protocol: string): Promise<{ result: LoadResult; truth: Truth }> {
  const plan = loadPlanSchema.parse({
    target: {
      url: standIn.url,
      protocol,
      headers: { 'X-Seatrial-Run': protocol },
      apiKeyEnv: 'STAND_IN_KEY',
    },
    workload: {
      name: 'short',
      texts: ['All hands on deck.', 'Set the mainsail.', 'The wind is fair today.'],
      params: { model: 'sonic-3', sampleRate: 16000, version: '2026-08-14' },
    },
    levels: [{ streams: 2 }],
    warmupSeconds: 0.5,
    measureSeconds: 4,
    budget: { maxRequests: 500, maxSeconds: 30, maxStreams: 2 },
  });
  const driver = new ProcessDriver({ k6, env: { ...process.env, STAND_IN_KEY: 'key' } });
  const result = await driver.run(plan, { id: protocol });
  const truth = await fetch(`${standIn.admin}/truth?run=${protocol}`);
  return { result, truth: (await truth.json()) as Truth };
}

it.each(['cartesia-bytes', 'cartesia-sse', 'cartesia-ws'])(
  'agrees with the truth of the stand-in: %s',
  async (protocol) => {
    const { result, truth } = await drive(protocol);
    expect(result).toMatchObject({ status: 'complete', requests: truth.selected, levels: [{ errors: {} }] });
    expect(truth.outcomes).toEqual({ whole: truth.selected });
    const [level] = result.levels;
    const { counts } = level!;
    expect(counts.complete).toBeGreaterThan(5);
    // Every stream has at most one request that the truth has and the window has not, at either end.
    expect(truth.bytes / truth.selected / (counts.audioBytes / counts.complete)).toBeCloseTo(1, 0);
    expect(counts.audioSeconds).toBeCloseTo(counts.audioBytes / 32_000, 4);
    const ttfa = scalarOf(level!, 'ttfa_p50')!.value;
    expect(Math.abs(ttfa - truth.ttfaActualMs!.p50)).toBeLessThan(truth.ttfaActualMs!.p50 / 3);
    expect(Math.abs(scalarOf(level!, 'rtf_p50')!.value / truth.rtf!.p50 - 1)).toBeLessThan(0.3);
  },
);
