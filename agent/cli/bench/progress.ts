import type { LoadProgress } from '../../../load/driver.ts';
import type { LoadPlan } from '../../../load/plan.ts';
import type { Screen } from '../../../reports/console/screen.ts';
import { duration, number } from '../../../reports/view/text.ts';
import { levelWords } from './levels.ts';

/** Without a terminal, a line this often. */
const plainEverySeconds = 5;

const phases: Readonly<Record<LoadProgress['phase'], string>> = {
  starting: 'starting',
  warmup: 'warming up',
  measure: '',
  cooldown: 'last requests',
  done: 'done',
};

/** Shows how a load goes: one line that is redrawn, or a line every few seconds where no terminal is. */
export class BenchProgress {
  readonly #screen: Screen;
  readonly #plan: LoadPlan;
  readonly #now: () => number;
  readonly #startedAt: number;
  #last: LoadProgress | undefined;
  /** Complete requests a second between the last two words of the engine. */
  #rate: number | null = null;
  #heardAt: number;
  #saidAt = Number.NEGATIVE_INFINITY;

  constructor(screen: Screen, plan: LoadPlan, now: () => number = () => performance.now()) {
    this.#screen = screen;
    this.#plan = plan;
    this.#now = now;
    this.#startedAt = this.#heardAt = now();
    screen.zone((spinner) => [this.#line(spinner).slice(0, screen.width)]);
  }

  take(progress: LoadProgress): void {
    const before = this.#last;
    const seconds = progress.elapsedSeconds - (before?.elapsedSeconds ?? 0);
    const same = before?.level === progress.level && before.phase === progress.phase;
    if (!same) this.#rate = null;
    else if (seconds > 0.5) this.#rate = (progress.complete - before.complete) / seconds;
    this.#last = progress;
    this.#heardAt = this.#now();
    if (this.#screen.live || this.#heardAt - this.#saidAt < plainEverySeconds * 1000) return;
    this.#saidAt = this.#heardAt;
    this.#screen.print([this.#line('')]);
  }

  end(): void {
    this.#screen.zone(null);
  }

  #line(spinner: string): string {
    const last = this.#last;
    if (!last) return `  ${spinner} starting   ${duration((this.#now() - this.#startedAt) / 1000)}`;
    const { levels } = this.#plan;
    const elapsed = last.elapsedSeconds + (spinner === '' ? 0 : (this.#now() - this.#heardAt) / 1000);
    const left = last.plannedSeconds - elapsed;
    return [
      `${spinner === '' ? '' : `  ${spinner} `}${clockOf(elapsed)}`,
      ...(levels.length > 1 ? [`level ${last.level + 1} of ${levels.length}`] : []),
      levelWords(levels[last.level]!),
      ...(phases[last.phase] === '' ? [] : [phases[last.phase]]),
      ...(left > 0.5 ? [`${duration(Math.ceil(left))} left`] : []),
      ...this.#figures(last),
    ].join('  ');
  }

  #figures(now: LoadProgress): string[] {
    const { complete, failed, level, streams, ttfaP50Ms, ttftP50Ms, phase } = now;
    if (phase === 'warmup' || phase === 'starting') return [];
    const first = ttftP50Ms ?? ttfaP50Ms;
    const name = ttftP50Ms === undefined ? 'TTFA' : 'TTFT';
    return [
      ...(this.#rate === null ? [] : [`${number(this.#rate)}/s`]),
      ...('streams' in this.#plan.levels[level]! ? [] : [`${number(streams)} in flight`]),
      ...(first === undefined ? [] : [`${name} p50 ${number(first)} ms`]),
      `${number(complete)} done`,
      `${number(failed)} failed`,
    ];
  }
}

const clockOf = (seconds: number): string => {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
};
