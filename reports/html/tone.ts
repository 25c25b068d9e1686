import type { StageState } from '../view/stage.ts';
import { html, type Markup } from './markup.ts';

/** The CSS class that colours a state; the mark beside it says the same without colour. */
export const toneOf = (state: StageState): string =>
  ({ pass: 'good', fail: 'bad', inconclusive: 'warn', skip: 'none', running: 'busy', waiting: 'none' })[
    state
  ];

export const markOf = (state: StageState): string =>
  ({ pass: '✔', fail: '✖', inconclusive: '?', skip: '–', running: '•', waiting: '·' })[state];

export const badge = (state: StageState, text: string = state): Markup =>
  html`<span class="badge ${toneOf(state)}">${markOf(state)} ${text}</span>`;
