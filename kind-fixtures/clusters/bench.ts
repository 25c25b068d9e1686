import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildPrograms } from '../toolchain/build.ts';
import { FixtureError, type Outcome } from '../toolchain/fixture-error.ts';
import { cacheFolder } from '../toolchain/folders.ts';
import { runGo } from '../toolchain/go-process.ts';
import { programs } from '../toolchain/programs.ts';
import { localCluster } from './local/local.ts';

/**
 * `npm run bench:cluster`: how long the programs take to build from empty
 * caches, and how long a warm `up` and `down` of the local cluster take.
 * `--no-cold` leaves the build out; `--ups N` says how often to go up (3);
 * `--keep-modules` builds from modules that are fetched already.
 */
const { values } = parseArgs({
  options: {
    cold: { type: 'boolean', default: true },
    ups: { type: 'string', default: '3' },
    'keep-modules': { type: 'boolean', default: false },
  },
  allowNegative: true,
});

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

try {
  if (values.cold) await measureColdBuild(values['keep-modules']);
  await measureUps(Number(values.ups));
} catch (error) {
  if (!(error instanceof FixtureError)) throw error;
  console.error(error.message);
  process.exitCode = 69;
}

async function measureColdBuild(keepModules: boolean): Promise<void> {
  await mkdir(cacheFolder(), { recursive: true });
  const scratch = await mkdtemp(join(cacheFolder(), 'bench-'));
  process.env.GOCACHE = join(scratch, 'go-build');
  if (!keepModules) process.env.GOMODCACHE = join(scratch, 'go-mod');
  try {
    const names = programs.map(({ name }) => name);
    const startedAt = performance.now();
    let told = 0;
    let lastEstimate = '';
    await buildPrograms(names, {
      cache: scratch,
      onProgress: ({ detail, fraction, secondsLeft }) => {
        const now = performance.now();
        if (now - told < 20_000) return;
        told = now;
        const share = fraction === undefined ? '' : `${Math.round(fraction * 100)} %`;
        lastEstimate = secondsLeft === undefined ? '' : `about ${secondsLeft} s left`;
        console.log(
          `  ${seconds(now - startedAt).padStart(8)} ${share.padStart(5)} ${lastEstimate} ${detail}`,
        );
      },
    });
    const from = keepModules ? 'modules fetched before' : 'nothing fetched before';
    console.log(
      `cold build of ${names.length} programs, ${cpus().length} cores, ${from}: ${seconds(performance.now() - startedAt)}`,
    );
  } finally {
    // Go makes its module cache read-only, so only Go removes it with ease.
    if (!keepModules) await runGo(['clean', '-modcache'], { cwd: scratch });
    delete process.env.GOCACHE;
    delete process.env.GOMODCACHE;
    await rm(scratch, { recursive: true, force: true });
  }
}

async function measureUps(count: number): Promise<void> {
  const cluster = localCluster('seatrial-bench');
  expectSuccess(await cluster.down());
  for (let turn = 1; turn <= count; turn++) {
    const { phases } = expectSuccess(await cluster.up());
    const steps = Object.entries(phases).map(([step, ms]) => `${step} ${seconds(ms)}`);
    const ready = phases.dns ?? Number.NaN;
    const startedAt = performance.now();
    expectSuccess(await cluster.down());
    console.log(
      `up ${turn}: node Ready and CoreDNS answering after ${seconds(ready)} (${steps.join(', ')}); down ${seconds(performance.now() - startedAt)}`,
    );
  }
}

function expectSuccess<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new FixtureError(outcome.code, outcome.reason);
}
