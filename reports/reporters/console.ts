import type { Journal } from '../../suites/engine/journal.ts';
import type { RunPlan } from '../../suites/engine/plan.ts';
import { type RunRecord, recordOf } from '../../suites/record/record.ts';
import type { Screen } from '../console/screen.ts';
import { headlineLines, runningLines, stageLines } from '../console/stage-lines.ts';
import { isOver, type Stage } from '../view/stage.ts';
import { story } from '../view/story.ts';
import { secondsBetween } from '../view/text.ts';
import type { Reporter } from './reporter.ts';

/**
 * The story of a run as lines, each printed once when it is final and in order. On a terminal the stage that is
 * under way lives below them; elsewhere each benchmark run gets a line, because minutes pass between stages.
 */
export function consoleReporter(screen: Screen, now: () => Date = () => new Date()): Reporter {
  let run: string | null = null;
  let printed = new Set<string>();
  let activity = '';

  const begin = (record: RunRecord): void => {
    if (run === record.id) return;
    run = record.id;
    printed = new Set();
    activity = '';
    screen.print(headlineLines(record, screen.palette, screen.width));
  };

  const advance = (record: RunRecord): Stage | undefined => {
    begin(record);
    for (const stage of story(record)) {
      if (!isOver(stage)) return stage;
      if (printed.has(stage.key)) continue;
      printed.add(stage.key);
      activity = '';
      screen.print(stageLines(stage, screen.palette, screen.width));
    }
    return undefined;
  };

  const measuredSoFar = (stage: Stage): void => {
    for (const line of stage.key.startsWith('bench') || stage.key === 'soak' ? stage.details : []) {
      const key = `${stage.key}: ${line}`;
      if (printed.has(key)) continue;
      printed.add(key);
      const step = { key, label: stage.label, state: stage.state, text: line, details: [] };
      screen.print(stageLines(step, screen.palette, screen.width));
    }
  };

  return {
    journaled(plan: RunPlan, journal: Journal) {
      const record = recordOf(plan, journal);
      const current = advance(record);
      if (current && !screen.live) measuredSoFar(current);
      const since = journal.at(-1)?.at ?? plan.createdAt;
      screen.zone(
        current && current.state === 'running'
          ? (spinner) => {
              const seconds = secondsBetween(since, now().toISOString());
              return runningLines(current, { spinner, activity, seconds }, screen.palette, screen.width);
            }
          : null,
      );
    },
    activity(text) {
      activity = text;
    },
    finished(record) {
      screen.zone(null);
      advance(record);
    },
    stored(kind, place) {
      const label = kind === 'html' ? 'Report' : kind;
      screen.print(
        stageLines(
          { key: kind, label, state: 'skip', text: place, details: [] },
          { ...screen.palette, dim: String },
          screen.width,
        ),
      );
    },
    close() {
      screen.zone(null);
    },
  };
}
