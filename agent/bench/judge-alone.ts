import { Random } from '../../kind-fixtures/platforms/cartesia/server/model/random.ts';
import { decide } from '../../load/judge/decide.ts';
import { unchanged } from './life.ts';
import { type Table, upgradesBefore } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';
import type { Score } from './score.ts';
import { Luckbox } from './weather.ts';

const metric = { name: 'TTFA p50', better: 'lower' } as const;
/** What the chance of a run's requests adds to its median: SD of the log. */
const requestSpread = 0.01;
const maxRuns = 3;
const draws = 1000;

/**
 * What is to be expected: the judge on one number with the same noise, without plan, engine or record. A release has
 * three numbers that decide, so it is held more often, and found more often where more than one of them shows it.
 */
export function judgeAlone({ title, weather, shifts }: Scenario, limit: number, seed: number): Table {
  const scores = [unchanged, ...shifts]
    .filter(({ ttfa, pace }) => ttfa === pace)
    .map(({ name, ttfa }): Score => {
      const found = Array.from({ length: draws }, (_, index) =>
        judged(
          new Luckbox(weather, `${seed}/${title}/${index}`),
          new Random(`${seed}/${index}`),
          ttfa,
          limit,
        ),
      );
      const share = (verdicts: readonly string[]) =>
        found.filter(({ verdict }) => verdicts.includes(verdict)).length;
      return {
        shift: name,
        upgrades: draws,
        rolledBack: share(['regressed']),
        byBaseline: share(['regressed']),
        held: share(['inconclusive']),
        promoted: share(['pass', 'improved']),
        runs: found.reduce((sum, { runs }) => sum + runs, 0) / draws,
      };
    });
  return {
    scenario: title,
    way: `(the judge alone on one number, limit ${limit * 100} %)`,
    scores,
  };
}

function judged(luck: Luckbox, random: Random, slower: number, minEffect: number) {
  const measured = (release: string, run: number) =>
    luck.of(release, run, 0).ttfa * Math.exp(requestSpread * random.normal());
  const accepted = Array.from({ length: upgradesBefore }, (_, index) => measured(`${index}`, 1));
  const candidate: number[] = [];
  for (let runs = 1; ; runs++) {
    candidate.push(slower * measured('candidate', runs));
    const { verdict } = decide(metric, accepted, candidate, { minEffect, maxRuns });
    // As in a trial, one run alone condemns nobody.
    if (verdict !== 'more' && (verdict !== 'regressed' || runs > 1)) return { verdict, runs };
  }
}
