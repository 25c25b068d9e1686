import { mkdir, writeFile } from 'node:fs/promises';
import { systemClock } from '../../../suites/host/system-clock.ts';
import type { RunRecord } from '../../../suites/record/record.ts';
import type { AcceptedRun, BaselineSpec } from '../../resources/baseline.ts';
import { awaitRun, followRun } from '../follow.ts';
import { Owner } from '../owner.ts';
import { createSteps } from '../steps.ts';
import { muster } from './crew.ts';
import { openHarbour } from './harbour.ts';

/**
 * Records the baseline that the demo imports: `node agent/cli/demo/record-baseline.ts [RUNS]`, on a machine that does
 * nothing else. Every run is of fresh pods, one benchmark run each, by the agent itself; nothing is compared.
 */
const wanted = Number(process.argv[2] ?? 8);
const recorded = new URL('./recorded/', import.meta.url);

await using owner = new Owner(process, console.error);
const context = {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  owner,
  version: 'recording',
};
const steps = owner.use(createSteps(process.stdout, process.env));
const request = { cluster: undefined, name: undefined, keep: false, platform: 'cartesia' };
const harbour = await openHarbour(context, steps, request);
const crew = await muster(context, steps, harbour, false, {
  rollback: 'never',
  importBaselines: false,
  maxRuns: 1,
});
const { first, next } = harbour.platform.releaseTags;
const options = {
  runs: crew.resources.runs,
  namespace: crew.namespace,
  clock: systemClock,
  signal: owner.signal,
};

const specs = new Map<string, AcceptedRun[]>();
const seen = new Set<string>();
for (let index = 0; ; index++) {
  const fits = { milliseconds: 120_000, what: 'A run' };
  const { metadata } = await awaitRun(options, ({ metadata }) => !seen.has(metadata.name), fits);
  seen.add(metadata.name);
  const record = await followRun(options, metadata.name, {});
  const added = take(record);
  steps.note(`run ${index + 1}`, `${record.tag}: ${record.verdict}; ${added}`, record.verdict ?? 'skip');
  for (const key of specs.keys()) await crew.resources.baselines.delete(crew.namespace, key);
  if (Math.min(...[...specs.values()].map((runs) => runs.length)) >= wanted) break;
  // Alternating tags of the same program: every pod is new, and has luck of its own.
  await crew.rollOut(index % 2 === 0 ? next : first);
}
await mkdir(recorded, { recursive: true });
for (const [key, runs] of specs) {
  const from = 'the same stand-in without faults';
  const spec: BaselineSpec = {
    key,
    runs,
    anchor: runs[0]!,
    imported: { from, when: runs[0]!.at.slice(0, 10) },
  };
  await writeFile(new URL(`${key}.json`, recorded), `${JSON.stringify(spec, null, 2)}\n`);
}

/** Keeps the benchmark of a run, whatever its verdict says: an idle machine is the recorder's to see to. */
function take(record: RunRecord): string {
  return record.benches
    .map(({ plan, runs }) => {
      const measured = runs.find((run) => run.status === 'valid');
      const list = specs.get(plan.baselineKey) ?? [];
      specs.set(plan.baselineKey, list);
      if (!measured) return `${plan.workload}: no valid run`;
      const scalars = Object.fromEntries(
        Object.entries(measured.scalars).map(([id, { value }]) => [id, value]),
      );
      list.push({ at: measured.startedAt, run: `${record.id}/${measured.run}`, scalars, imported: true });
      return Object.entries(scalars)
        .map(([id, value]) => `${id} ${Number(value.toPrecision(4))}`)
        .join(', ');
    })
    .join('; ');
}
