import type { LoadProgress } from '../../../../load/driver.ts';
import type { Side } from '../../../../load/judge/pairs/order.ts';
import type { Screen } from '../../../../reports/console/screen.ts';
import { count, number } from '../../../../reports/view/text.ts';
import type { VoidRun } from './measure-pairs.ts';
import { failedRequests, type VersusMetric } from './metrics.ts';
import type { VersusRun } from './read-run.ts';

/** Shows how a comparison goes: a line for each run that stays, and below it the run under way where a terminal is. */
export class VersusProgress {
  readonly #screen: Screen;
  readonly #metrics: readonly VersusMetric[];
  readonly #pairs: number;
  #first: { readonly pair: number; readonly run: VersusRun } | undefined;

  constructor(screen: Screen, metrics: readonly VersusMetric[], pairs: number) {
    this.#screen = screen;
    this.#metrics = metrics;
    this.#pairs = pairs;
  }

  live(side: Side, pair: number, now?: LoadProgress): void {
    const done = now ? `   ${number(now.complete)} done, ${number(now.failed)} failed` : '   starting';
    this.#screen.zone((spinner) => [
      `  ${spinner} ${this.#head(side, pair)}${done}`.slice(0, this.#screen.width),
    ]);
  }

  take(side: Side, pair: number, run: VersusRun): void {
    const shown = this.#metrics.find(({ id }) => id !== failedRequests.id && run.values[id] != null);
    const value = shown && run.values[shown.id]!;
    const failed = run.failed > 0 ? `, ${number(run.failed)} failed` : '';
    const before = this.#first?.pair === pair && shown ? this.#first.run.values[shown.id] : null;
    const [old, news] = side === 'new' ? [before, value] : [value, before];
    this.#screen.print([
      [
        this.#head(side, pair),
        ...(shown ? [`${shown.name} ${number(value!)}${shown.unit === 'ms' ? ' ms' : ''}`] : []),
        `${count(run.requests, 'request')}${failed}`,
        ...(old && news ? [`new / old ${(news / old).toFixed(3)}`] : []),
      ].join('   '),
    ]);
    this.#first = { pair, run };
  }

  void({ side, pair, reason }: VoidRun): void {
    this.#first = undefined;
    this.#screen.print([`${this.#head(side, pair)}   void, the pair is measured again: ${reason}`]);
  }

  #head(side: Side, pair: number): string {
    return `pair ${pair + 1} of at most ${this.#pairs}   ${side}`;
  }
}
