import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { StandIn } from '../kind-fixtures/platforms/cartesia/contract/stand-in.ts';
import type { UsersTraffic } from '../kind-fixtures/traffic/users-traffic.ts';
import type { Witnessed } from '../kind-fixtures/traffic/witness.ts';
import { ProcessDriver } from './drivers/process.ts';
import { type LoadPlanInput, loadPlanSchema } from './plan.ts';
import type { LoadResult } from './result.ts';

/** The stand-in Cartesia with room for eight streams, users on it, and a load that is one too many. */
let k6: string;
let fixtures: {
  startStandIn: typeof import('../kind-fixtures/platforms/cartesia/contract/stand-in.ts').startStandIn;
  UsersTraffic: typeof UsersTraffic;
  witness: typeof import('../kind-fixtures/traffic/witness.ts');
};
let standIn: StandIn;
let users: UsersTraffic;
const ours = 'ours';
const speech = 'The harbour is in sight and the wind is fair today, so hold this course. '.repeat(3);

beforeAll(async () => {
  const { buildPrograms } = await import('../kind-fixtures/toolchain/build.ts');
  k6 = (await buildPrograms(['k6'])).k6;
  const [{ startStandIn }, traffic, witness] = await Promise.all([
    import('../kind-fixtures/platforms/cartesia/contract/stand-in.ts'),
    import('../kind-fixtures/traffic/users-traffic.ts'),
    import('../kind-fixtures/traffic/witness.ts'),
  ]);
  fixtures = { startStandIn, UsersTraffic: traffic.UsersTraffic, witness };
});
beforeEach(async () => {
  standIn = await fixtures.startStandIn({ WORKER_CAPACITY: '8', API_QUEUE_TIMEOUT_MS: '3000' });
  users = fixtures.UsersTraffic.start({ url: standIn.url, apiKey: 'k', perSecond: 5 });
});
afterEach(async () => {
  await users?.[Symbol.asyncDispose]();
  await standIn?.[Symbol.asyncDispose]();
});
type Bounds = { readonly queue?: number; readonly unserviceable?: number; readonly users?: number };

/** All three are watched in each case; those without a bound are recorded only. */
function guards({ queue, unserviceable, users = 10_000 }: Bounds): LoadPlanInput['guards'] {
  const urls = [`${standIn.admin}/metrics`];
  const metric = (name: string, metric: string, max: number | null = null) => ({ name, metric, max, urls });
  return {
    beforeSeconds: 2,
    metrics: [
      metric('queue', 'api_queue_size', queue),
      metric('unserviceable', 'api_unserviceable_requests_size', unserviceable),
    ],
    probe: { workload: { texts: ['Ahoy.'] }, maxMs: users, maxTimes: null },
  };
}

async function drive(
  levels: LoadPlanInput['levels'],
  bounds: Bounds,
  protocol = 'cartesia-bytes',
): Promise<LoadResult> {
  const plan = loadPlanSchema.parse({
    target: {
      url: standIn.url,
      protocol,
      apiKeyEnv: 'KEY',
      headers: { 'X-Seatrial-Run': ours },
    },
    workload: { name: 'guarded', texts: [speech], params: { model: 'sonic-3' } },
    levels,
    warmupSeconds: 0,
    measureSeconds: 4,
    budget: { maxRequests: 1000, maxSeconds: 60, maxStreams: 64 },
    guards: guards(bounds),
  } satisfies LoadPlanInput);
  const driver = new ProcessDriver({ k6, env: { ...process.env, KEY: 'k' } });
  return driver.run(plan, { id: 'guarded' });
}

const records = async (): Promise<Witnessed[]> => {
  const response = await fetch(`${standIn.admin}/truth?requests=20000`);
  return ((await response.json()) as { requests: Witnessed[] }).requests ?? [];
};

const activeStreams = async (): Promise<number> => {
  const page = await (await fetch(`${standIn.admin}/metrics`)).text();
  return Number(/^standin_api_active_streams (\d+)/m.exec(page)?.[1]);
};

/** The promise is a second; a machine that is shared may hold both witness and guard up for longer. */
const slackMs = 3000;

/** That our requests ended soon after a moment that the stand-in's own records tell, and what the users saw. */
async function expectStopped(
  result: LoadResult,
  passed: (records: readonly Witnessed[]) => number | null,
): Promise<void> {
  expect(await activeStreams()).toBeLessThanOrEqual(8);
  await sleep(4000); // for the last requests of the users, and those of afterwards
  const all = await records();
  const last = fixtures.witness.lastOfOurs(all, ours)!;
  const passedAt = passed(all);
  expect(passedAt).not.toBeNull();
  console.info(`${result.reason}; our last request came ${(last - passedAt!).toFixed(0)} ms after that`);
  const stretches = users.around(Date.parse(result.levels[0]!.startedAt!), last);
  console.table(stretches);
  expect(last - passedAt!).toBeLessThan(slackMs);
  for (const saw of Object.values(stretches)) expect(saw.requests).toBeGreaterThan(0);
}

it.each(['cartesia-bytes', 'cartesia-ws'])(
  '%s: stops when the queue passes its bound, and frees what it took',
  async (protocol) => {
    const result = await drive([{ streams: 2 }, { streams: 22 }], { queue: 8 }, protocol);
    expect(result).toMatchObject({
      status: 'partial',
      stoppedBy: { name: 'queue', kind: 'bound', bound: 8 },
    });
    expect(result.background?.queue?.before).toMatchObject({ max: 0, failed: 0 });
    expect(result.background?.users?.before?.readings).toBeGreaterThan(4);
    expect(result.levels[0]).toMatchObject({ status: 'complete', errors: {} });
    await expectStopped(result, (all) =>
      fixtures.witness.queuePassed(all, 8, Date.parse(result.stoppedBy!.at)),
    );
    const broken = (await records()).filter(({ run, outcome }) => run === ours && outcome === 'cancelled');
    expect(broken.length).toBeGreaterThan(0);
  },
);

it('stops when requests find no worker', async () => {
  const running = drive([{ streams: 2 }], { unserviceable: 0 });
  await sleep(4500);
  const drainedAt = Date.now();
  const drained = standIn.worker.drain();
  const result = await running;
  expect(result).toMatchObject({
    stoppedBy: { name: 'unserviceable', kind: 'bound', value: expect.any(Number) },
  });
  await expectStopped(result, (all) => {
    const waited = all.filter(({ at, queueMs }) => queueMs > 1 && at + queueMs > drainedAt);
    return Math.max(drainedAt, Math.min(...waited.map(({ at }) => at)));
  });
  await drained;
});

it("stops when users' requests are late", async () => {
  const running = drive([{ streams: 2 }], { users: 400 });
  await sleep(4500);
  const slowFrom = Date.now();
  const faults = JSON.stringify([{ id: 'slower', percent: 900 }]);
  await fetch(`${standIn.admin}/faults`, { method: 'POST', body: faults });
  const result = await running;
  expect(result).toMatchObject({ stoppedBy: { name: 'users', kind: 'bound', bound: 400 } });
  await sleep(1500); // until one of the users has met it, who come when they please
  await fetch(`${standIn.admin}/faults`, { method: 'DELETE' });
  await expectStopped(result, (all) => fixtures.witness.latencyPassed(all, ours, slowFrom - 1000, 400));
});

it('does not begin where users wait already', async () => {
  const faults = JSON.stringify([{ id: 'slower', percent: 900 }]);
  await fetch(`${standIn.admin}/faults`, { method: 'POST', body: faults });
  const late = await drive([{ streams: 2 }], { users: 400 });
  expect(late).toMatchObject({ status: 'partial', requests: 0, stoppedBy: { name: 'users', kind: 'bound' } });
  await fetch(`${standIn.admin}/faults`, { method: 'DELETE' });
});
