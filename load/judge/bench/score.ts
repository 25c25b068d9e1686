import type { Detector } from './comparison.ts';
import type { Dates } from './dates.ts';
import { questions, type Window } from './windows.ts';

/** How one detector did; shares from 0 to 1. */
export type Score = {
  readonly title: string;
  /** Comparisons for each shift. */
  readonly comparisons: number;
  readonly found5: number;
  readonly found10: number;
  /** Of unchanged programs. */
  readonly alarms: number;
  /** Releases with a false alarm in 100, where each has six metrics. */
  readonly alarmsPer100: number;
  readonly wrongPass10: number;
  readonly open0: number;
  readonly open5: number;
};

export async function score(
  detector: Detector,
  dates: Dates,
  windows: readonly Window[],
  seed: number,
): Promise<Score> {
  const shares = async (shift: number) => {
    const answers = await detector.judge(questions(dates, windows, shift, seed));
    const share = (wanted: string) =>
      answers.filter((answer) => answer === wanted).length / Math.max(1, answers.length);
    return { n: answers.length, alarm: share('alarm'), pass: share('pass'), open: share('open') };
  };
  const none = await shares(0);
  const five = await shares(0.05);
  const ten = await shares(0.1);
  return {
    title: detector.title,
    comparisons: none.n,
    found5: five.alarm,
    found10: ten.alarm,
    alarms: none.alarm,
    alarmsPer100: 100 * (detector.ofSix ? none.alarm : 1 - (1 - none.alarm) ** 6),
    wrongPass10: ten.pass,
    open0: none.open,
    open5: five.open,
  };
}
