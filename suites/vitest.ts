import { KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LoadDriver } from '../load/driver.ts';
import { owedByBench } from './bench/results.ts';
import type { SuiteChoice } from './engine/make-plan.ts';
import { settledCheck } from './engine/results.ts';
import { prepareLocalRun } from './host/local-run.ts';
import { reach } from './host/reach.ts';
import { systemClock } from './host/system-clock.ts';
import { platforms } from './platforms/index.ts';
import { UndiciProbe } from './probes/http/undici-probe.ts';
import { type RunRecord, recordOf } from './record/record.ts';

/** What the environment says about the cluster under trial. Each has the default of the platforms' own documents. */
const settings = {
  platform: process.env.SEATRIAL_PLATFORM ?? 'cartesia',
  namespace: process.env.SEATRIAL_NAMESPACE ?? 'cartesia',
  release: process.env.SEATRIAL_RELEASE ?? 'cartesia',
  url: process.env.SEATRIAL_URL ?? null,
  apiKey: process.env.SEATRIAL_API_KEY ?? null,
};

const noLoad: LoadDriver = {
  run: () => Promise.reject(new Error('this suite makes no load')),
};

/** A suite as vitest tests: each awaits the one session's result for its check. An inconclusive one throws. */
export async function suiteAsTests(
  suite: SuiteChoice,
  load: () => Promise<LoadDriver> = async () => noLoad,
): Promise<void> {
  const platform = platforms[settings.platform];
  if (!platform)
    throw new Error(
      `SEATRIAL_PLATFORM=${settings.platform} is unknown; known: ${Object.keys(platforms).join(', ')}`,
    );
  const config = new KubeConfig();
  config.loadFromDefault();
  const http = new UndiciProbe();
  const reached = await reach({ ...settings, config, http, platform });
  if ('trouble' in reached) throw new Error(reached.trouble);
  const run = await prepareLocalRun({
    ...settings,
    config,
    platform,
    endpoint: reached.endpoint,
    suites: [suite],
    bench: {},
    deadlineSeconds: 1800,
    settle: { deadlineSeconds: 300, quietSeconds: 2 },
    allowedSkips: [],
    code: 'vitest',
    http,
    load: await load(),
    clock: systemClock,
    observer: {},
  });
  if (!run)
    throw new Error(
      `no release ${settings.release} in namespace ${settings.namespace}: see SEATRIAL_RELEASE and SEATRIAL_NAMESPACE`,
    );

  describe(`${platform.title} ${settings.namespace}/${settings.release}: ${suite}`, () => {
    const interrupted = new AbortController();
    let record: Promise<RunRecord>;
    beforeAll(() => {
      record = run.finish(interrupted.signal).then((journal) => recordOf(run.plan, journal));
      record.catch(() => {});
    });
    afterAll(async () => {
      interrupted.abort();
      await http[Symbol.asyncDispose]();
    });

    const owed = [settledCheck, ...run.plan.checks, ...run.plan.bench.flatMap(owedByBench)];
    test.each(owed)('$title', { timeout: 1_800_000 }, async ({ check }) => {
      const result = (await record).results.find((one) => one.check === check);
      if (!result) throw new Error('not run: an earlier suite failed, or the run was cut short');
      if (result.outcome === 'skip') return expect.soft(result.outcome, result.reason).toBe('pass');
      const { expected, seen } = result.evidence ?? {};
      const detail = [
        result.reason,
        ...(expected ? [`expected: ${expected}`] : []),
        ...(seen ? [`seen: ${seen}`] : []),
      ];
      if (result.gate === 'blocking') expect(result.outcome, detail.join('\n')).toBe('pass');
    });

    test('verdict', { timeout: 1_800_000 }, async () => {
      const { verdict, reasons } = await record;
      expect(verdict, reasons.join('\n')).toBe('pass');
    });
  });
}
