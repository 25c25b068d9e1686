import type { RunRecord } from '../../suites/record/record.ts';
import { answers } from '../view/answers.ts';
import { html, jsonScript, Markup } from './markup.ts';
import { acts } from './sections/acts.ts';
import { benchmarks } from './sections/benchmarks.ts';
import { changes, trouble } from './sections/changes.ts';
import { results } from './sections/results.ts';
import { rollout } from './sections/rollout.ts';
import { storySection } from './sections/story.ts';
import { timeline } from './sections/timeline.ts';
import { top } from './sections/top.ts';
import { style } from './style.ts';

/** The id of the script element that holds the run's record as JSON. */
export const recordElement = 'record';

/** The report as one page: no script runs in it, and nothing is loaded from anywhere (its policy forbids both). */
export function renderPage(record: RunRecord): string {
  const { title } = answers(record);
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title} · ${record.release} ${record.tag}</title>
<style>${new Markup(style)}</style></head><body><main>
${top(record)}
${storySection(record)}
${trouble(record)}
${changes(record)}
${benchmarks(record)}
${results(record, record.results, 'Results')}
${results(record, record.rollback?.results ?? [], 'Results after the rollback')}
${rollout(record)}
${acts(record)}
${timeline(record)}
<footer>Run <code>${record.id}</code>, ${record.trigger}, platform ${record.platform}${record.trial && `, Trial ${record.trial}`}. Made by Seatrial ${record.code}. The whole record (version ${record.version}) is in this page, in the element <code>#${recordElement}</code>.</footer>
</main>${jsonScript(recordElement, record)}</body></html>
`;
  return page.html;
}
