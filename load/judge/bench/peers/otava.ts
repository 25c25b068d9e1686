import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Answer, type Detector, medianOf } from '../comparison.ts';
import { place, run } from './place.ts';

const version = '0.8.0';

/** Its own function with its own defaults (window 50, p 0.001): is the release a change point, and upwards? */
const script = `
import json, sys
from otava.analysis import compute_change_points
answers = []
for series in json.load(open(sys.argv[1])):
    points, _ = compute_change_points(series)
    answers.append(any(int(p.index) == len(series) - 1 and p.stats.forward_rel_change() > 0 for p in points))
json.dump(answers, open(sys.argv[2], 'w'))
`;

/** Apache Otava from Python's package index; none, and said, where it cannot be installed. */
export async function otava(say: (line: string) => void): Promise<Detector[]> {
  try {
    const folder = await place(`apache-otava-${version}`, async (venv) => {
      say(`installing apache-otava ${version}`);
      await run('python3', ['-m', 'venv', venv]);
      await run(join(venv, 'bin', 'pip'), ['install', '--quiet', `apache-otava==${version}`]);
    });
    const python = join(folder, 'bin', 'python');
    return [
      {
        title: `Otava ${version} defaults`,
        judge: async (questions) => {
          const series = questions.map(({ baseline, candidate }) =>
            [...baseline, candidate[0]!].map(medianOf),
          );
          const work = await mkdtemp(join(tmpdir(), 'bench-judge-'));
          try {
            await writeFile(join(work, 'in.json'), JSON.stringify(series));
            await run(python, ['-c', script, join(work, 'in.json'), join(work, 'out.json')]);
            const answers: boolean[] = JSON.parse(await readFile(join(work, 'out.json'), 'utf8'));
            return answers.map((alarm): Answer => (alarm ? 'alarm' : 'pass'));
          } finally {
            await rm(work, { recursive: true, force: true });
          }
        },
      },
    ];
  } catch (error) {
    say(`apache-otava ${version} is left out: ${(error as Error).message.split('\n')[0]}`);
    return [];
  }
}
