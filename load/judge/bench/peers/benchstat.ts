import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer, Comparison, Detector } from '../comparison.ts';
import { mannWhitney, mannWhitneyBig } from '../rules/mann-whitney.ts';
import { place, run } from './place.ts';

const version = 'v0.0.0-20260908200009-22c9c6c9d4da';
const atOnce = 100;

/** benchstat itself, built from its Go module; or its test written out, where that cannot be built, and said. */
export async function benchstat(say: (line: string) => void): Promise<Detector[]> {
  try {
    const folder = await place(`benchstat-${version}`, async (GOBIN) => {
      say(`building benchstat ${version}`);
      const env = { ...process.env, GOBIN, GOFLAGS: '', GOWORK: 'off' };
      await run('go', ['install', `golang.org/x/perf/cmd/benchstat@${version}`], { env });
    });
    const changes = remembering(join(folder, 'benchstat'));
    const detector = (title: string, alarms: (change: number) => boolean): Detector => ({
      title,
      judge: async (questions) =>
        (await changes(questions)).map((change): Answer => (alarms(change) ? 'alarm' : 'pass')),
    });
    return [
      detector('benchstat p < .05', (change) => change > 0),
      detector('benchstat p < .05 and ≥ 5 %', (change) => change >= 0.05),
    ];
  } catch (error) {
    say(
      `benchstat cannot be built here, its test is written out: ${(error as Error).message.split('\n')[0]}`,
    );
    return [mannWhitney, mannWhitneyBig];
  }
}

/** Both rows ask the same questions: the first answers for the second. Keyed by the samples of the release. */
function remembering(program: string): (questions: readonly Comparison[]) => Promise<number[]> {
  const known = new Map<string, number[]>();
  return async (questions) => {
    const key = questions.map(({ candidate }) => candidate[0]!.join()).join(';');
    const seen = known.get(key);
    if (seen !== undefined) return seen;
    const changes: number[] = [];
    for (let from = 0; from < questions.length; from += atOnce)
      changes.push(...(await compare(program, questions.slice(from, from + atOnce))));
    known.set(key, changes);
    return changes;
  };
}

/** The change that benchstat tells of each question, 0 where it says `~`. */
async function compare(program: string, questions: readonly Comparison[]): Promise<number[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-judge-'));
  try {
    const lines = (runs: (question: Comparison) => readonly Float64Array[]) =>
      questions.flatMap((question, nth) =>
        runs(question).flatMap((samples) =>
          Array.from(samples, (value) => `BenchmarkQ${nth}x 1 ${value} ns/op\n`),
        ),
      );
    await writeFile(join(folder, 'old'), lines(({ baseline }) => baseline).join(''));
    await writeFile(join(folder, 'new'), lines(({ candidate }) => [candidate[0]!]).join(''));
    const { stdout } = await run(program, ['-format', 'csv', 'old', 'new'], {
      cwd: folder,
      maxBuffer: 64 << 20,
      timeout: 60_000,
    });
    const told = new Map(
      stdout.split('\n').flatMap((line) => {
        const cells = line.split(',');
        const nth = /^Q(\d+)x$/.exec(cells[0]!)?.[1];
        const change = cells[5];
        if (nth === undefined || change === undefined) return [];
        return [[Number(nth), change === '~' ? 0 : Number.parseFloat(change) / 100] as const];
      }),
    );
    return questions.map((_, nth) => {
      const change = told.get(nth);
      if (change === undefined) throw new Error(`benchstat tells nothing of question ${nth}`);
      return change;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
