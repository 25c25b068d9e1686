import { definitions } from '../definitions.ts';
import type { LevelFinding, SearchFindings } from './findings.ts';
import { levelName } from './options.ts';

/** The findings in plain words, one statement a line; the first line is the answer. */
export function describe(findings: SearchFindings): string[] {
  return [
    answer(findings),
    ...perGpu(findings),
    knee(findings),
    ...undecided(findings),
    ...little(findings),
    effort(findings),
  ];
}

function answer(findings: SearchFindings): string {
  const { outcome, holds, fails, likely, reason, mode, confidence } = findings;
  const slo = sloWords(findings);
  const name = (one: LevelFinding) => levelName(mode, one.level);
  switch (outcome) {
    case 'found':
      return `${slo} holds at ${name(holds!)} (${shown(holds!, 'holds', confidence)}), fails at ${name(fails!)} (${shown(fails!, 'fails', confidence)})`;
    case 'never-saturates':
      return `${slo} holds at least up to ${name(holds!)}, the highest level allowed (${shown(holds!, 'holds', confidence)}); the service was not saturated`;
    case 'never-meets':
      return `${slo} is not met, not even at ${name(fails!)} (${shown(fails!, 'fails', confidence)}${numbers(fails!)})`;
    case 'generator-limited':
      return holds
        ? `${slo} holds at least at ${name(holds)} (${shown(holds, 'holds', confidence)}); ${reason}`
        : `${slo}: nothing can be said; ${reason}`;
    case 'not-monotone':
      return `${slo}: inconclusive, not monotone: ${reason}`;
    case 'inconclusive': {
      const so = holds
        ? `; it holds at ${name(holds)} (${shown(holds, 'holds', confidence)})`
        : likely
          ? `; it seems to hold at ${name(likely)} (${shown(likely, 'undecided', confidence)})`
          : '';
      const not = fails
        ? `${so === '' ? '; it' : ' and'} fails at ${name(fails)} (${shown(fails, 'fails', confidence)})`
        : '';
      return `${slo}: inconclusive, ${reason}${so}${not}`;
    }
  }
}

function sloWords({ slos, share }: SearchFindings): string {
  const each = slos.map(({ measure, max }) => `${measure} ≤ ${figure(max)} ${unit(measure)}`.trim());
  return `The SLO (${[...each, `${percent(share)} of all requests`].join(', ')})`;
}

/** `97 % of 412 requests, 95 % bound 95.1 %`. */
function shown(one: LevelFinding, as: 'holds' | 'fails' | 'undecided', confidence: number): string {
  if (one.share === null || one.bounds === null) return 'no requests';
  const [low, high] = one.bounds;
  const behind = one.behind ? 'the service falls behind; ' : '';
  const bounds = {
    holds: percent(low),
    fails: percent(high),
    undecided: `${percent(low)} to ${percent(high)}`,
  };
  const name = as === 'undecided' ? 'bounds' : 'bound';
  return `${behind}${percent(one.share)} of ${one.requests} requests, ${percent(confidence)} ${name} ${bounds[as]}`;
}

function numbers({ measures, failed, reasons }: LevelFinding): string {
  const each = measures.map(({ measure, value, max }) =>
    `${measure} ${figure(value)} against ${figure(max)} ${unit(measure)}`.trim(),
  );
  return [...each, ...(failed > 0 ? [`${failed} failed`] : []), ...reasons.slice(0, 1)]
    .map((one) => `; ${one}`)
    .join('');
}

function perGpu({ gpus, holds, mode }: SearchFindings): string[] {
  if (!holds || holds.perSecondPerGpu === null) return [];
  const load = levelName(mode, holds.perGpu);
  return [`Per GPU (${gpus}): ${load}, ${figure(holds.perSecondPerGpu)} requests/s answered`];
}

function knee({ knee: found, mode }: SearchFindings): string {
  if (!found.found) return `Knee: none; ${found.reason}`;
  const { level, perSecond, responseMs, beyond, exact, above } = found;
  const name = levelName(mode, level);
  const where = exact ? name : mode === 'rate' ? `at least ${name}` : `above ${above ?? 0} and up to ${name}`;
  const at = `Knee: ${where}, with ${figure(perSecond)} requests/s in ${figure(responseMs)} ms`;
  return `${at}; ${levelName(mode, beyond.level)} bring ${figure(beyond.perSecond)} requests/s in ${figure(beyond.responseMs)} ms`;
}

function undecided({ levels, holds, fails, mode, confidence }: SearchFindings): string[] {
  return levels
    .filter(({ verdict, level }) => {
      const inside = level > (holds?.level ?? 0) && level < (fails?.level ?? Number.POSITIVE_INFINITY);
      return verdict === 'void' || (verdict === 'undecided' && inside);
    })
    .map((one) =>
      one.verdict === 'void'
        ? `Not judged: ${levelName(mode, one.level)}: ${one.reasons.join('; ')}`
        : `Undecided: ${levelName(mode, one.level)} (${shown(one, 'undecided', confidence)})`,
    );
}

function little({ holds, mode }: SearchFindings): string[] {
  if (!holds?.little) return [];
  const { deviation, interval } = holds.little;
  const range = `${signed(interval[0])} to ${signed(interval[1])}`;
  return [
    `Little's law at ${levelName(mode, holds.level)}: streams and throughput × response time differ by ${signed(deviation)} (${range})`,
  ];
}

function effort({ probes, requests, seconds, budgetSeconds, stopped }: SearchFindings): string {
  const over = stopped === 'time' ? ', the time is spent' : stopped ? `, ended early (${stopped})` : '';
  return `${probes} probes, ${requests} requests, ${Math.round(seconds)} of ${Math.round(budgetSeconds)} s${over}`;
}

const unit = (measure: string): string => {
  const known = definitions.get(`${measure}_p50`)?.unit;
  return known === undefined || known === 'ratio' ? '' : known;
};
const figure = (value: number): string => String(Number(value.toPrecision(3)));
const percent = (share: number): string => `${Number((share * 100).toFixed(1))} %`;
const signed = (share: number): string => `${share < 0 ? '−' : '+'}${percent(Math.abs(share))}`;
