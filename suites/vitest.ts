import { KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LoadDriver } from '../load/driver.ts';
import { owedByBench } from './bench/owed.ts';
import type { SuiteChoice } from './engine/make-plan.ts';
import { owesSettled, settledCheck } from './engine/results.ts';
import { prepareLocalRun } from './host/local-run.ts';
import { readInputs } from './host/own/read-inputs.ts';
import { reach } from './host/reach.ts';
import { systemClock } from './host/system-clock.ts';
import { UndiciProbe } from './probes/http/undici-probe.ts';
import { type RunRecord, recordOf } from './record/record.ts';

/** What the environment says about the cluster under trial. Each has the default of the platforms' own documents. */
const asked = {
  platform: process.env.SEATRIAL_PLATFORM ?? 'cartesia',
  namespace: process.env.SEATRIAL_NAMESPACE ?? 'cartesia',
  release: process.env.SEATRIAL_RELEASE ?? 'cartesia',
  url: process.env.SEATRIAL_URL ?? null,
  apiKey: process.env.SEATRIAL_API_KEY ?? null,
};

/** Files that say what cannot be seen in the cluster, as the command line takes them. */
const files = {
  settings: process.env.SEATRIAL_SETTINGS,
  checks: process.env.SEATRIAL_CHECKS,
  config: process.env.SEATRIAL_CONFIG,
  before: process.env.SEATRIAL_BEFORE,
};

const noLoad: LoadDriver = {
  run: () => Promise.reject(new Error('this suite makes no load')),
};

/** A suite as vitest tests: each awaits the one session's result for its check. An inconclusive one throws. */
export async function suiteAsTests(
  suite: SuiteChoice,
  load: () => Promise<LoadDriver> = async () => noLoad,
): Promise<void> {
  const { platform, settings, declared, before } = await readInputs(asked.platform, files);
  const config = new KubeConfig();
  config.loadFromDefault();
  const http = new UndiciProbe();
  const reached = await reach({ ...asked, config, http, platform });
  if ('trouble' in reached) throw new Error(reached.trouble);
  const run = await prepareLocalRun({
    ...asked,
    config,
    platform,
    settings,
    declared,
    ...(before && { before }),
    purpose: suite === 'preflight' ? 'preflight' : 'trial',
    endpoint: reached.endpoint,
    suites: [suite],
    bench: {},
    deadlineSeconds: 1800,
    // A preflight looks at what is there before the rollout: settled or not.
    settle: suite === 'preflight' ? null : { deadlineSeconds: 300, quietSeconds: 2 },
    allowedSkips: [],
    code: 'vitest',
    http,
    load: await load(),
    clock: systemClock,
    observer: {},
  });
  if (!run)
    throw new Error(
      `no release ${asked.release} in namespace ${asked.namespace}: see SEATRIAL_RELEASE and SEATRIAL_NAMESPACE`,
    );

  describe(`${platform.title} ${asked.namespace}/${asked.release}: ${suite}`, () => {
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

    const owed = [
      ...(owesSettled(run.plan, 'release') ? [settledCheck] : []),
      ...run.plan.checks,
      ...run.plan.bench.flatMap(owedByBench),
    ];
    test.for(owed)('$title', { timeout: 1_800_000 }, async ({ check }, { skip }) => {
      const result = (await record).results.find((one) => one.check === check);
      if (!result) throw new Error('not run: an earlier suite failed, or the run was cut short');
      const maySkip = result.gate === 'advisory' || run.plan.allowedSkips.includes(check);
      if (result.outcome === 'skip' && maySkip) return skip(result.reason);
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
