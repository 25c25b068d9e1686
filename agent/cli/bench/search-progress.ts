import { levelName, type SearchOptions, type SearchProgress } from '../../../load/search/index.ts';
import { createScreen } from '../../../reports/console/screen.ts';
import { duration } from '../../../reports/view/text.ts';
import type { CliContext } from '../context.ts';

type Mode = SearchOptions['mode'];

/** Shows how a search goes while it does its work: one line that is redrawn, or one for each probe without a terminal. */
export async function watched<T>(
  { stderr, env }: CliContext,
  mode: Mode,
  work: (onProgress: (now: SearchProgress) => void) => Promise<T>,
): Promise<T> {
  using screen = createScreen(stderr, env);
  let said = -1;
  return await work((now) => {
    screen.zone((spinner) => [`  ${spinner} ${progressText(now, mode, true)}`.slice(0, screen.width)]);
    if (screen.live || now.probes === said) return;
    said = now.probes;
    screen.print([progressText(now, mode, false)]);
  });
}

function progressText(now: SearchProgress, mode: Mode, live: boolean): string {
  const { probes, measuring, holds, fails, elapsedSeconds, budgetSeconds, load } = now;
  return [
    `probe ${probes + 1}: ${levelName(mode, measuring.level)}`,
    ...(live && load ? [`${load.complete} done, ${load.failed} failed`] : []),
    ...(holds === null ? [] : [`holds at ${levelName(mode, holds)}`]),
    ...(fails === null ? [] : [`fails at ${levelName(mode, fails)}`]),
    `${duration(Math.floor(elapsedSeconds))} of ${duration(budgetSeconds)}`,
  ].join('   ');
}
