import type { RunRecord } from '../../../suites/record/record.ts';
import { story } from '../../view/story.ts';
import { html, type Markup } from '../markup.ts';
import { markOf, toneOf } from '../tone.ts';

/** The same lines as the console's, in the same words. */
export const storySection = (
  record: RunRecord,
): Markup => html`<section><h2>Step by step</h2><ul class="story">
${story(record).map(
  (
    stage,
  ) => html`<li class="${toneOf(stage.state)}"><span class="mark">${markOf(stage.state)}</span><span class="label">${stage.label}</span><div>${stage.loud && html`<span class="loud">${stage.loud}</span>`}${stage.text}${stage.details.map((detail) => html`<small>${detail}</small>`)}</div></li>
`,
)}</ul></section>`;
