/** A text without its line breaks, and where each of its characters stood. */
export interface Joined {
  readonly text: string;
  /** Index in the original of each character. */
  readonly origin: Uint32Array;
}

/** A line break as it comes between two halves of one word: folded YAML, wrapped or stamped log lines, `\n` inside JSON. */
const breaks =
  /[ \t]*(?:\\?\r?\n|(?:\\{1,4}r)?\\{1,4}n)(?:\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)[ \t])?[ \t]*\\?/g;

const stamp = /\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)[ \t]/;
/** Less than any width at which lines are wrapped. */
const shortestWrapped = 20;

/** Joins lines where a word may go on: the character before and the one after are both such as tokens have. */
export function joinedLines(text: string): { joined: Joined; seams: number[] } | null {
  const parts: [from: number, to: number][] = [];
  let at = 0;
  let line = 0;
  for (const { index, 0: found } of text.matchAll(breaks)) {
    const after = index + found.length;
    // Nobody wraps a short line; what is folded is indented.
    const wrapped = index - line >= shortestWrapped || /[ \t\\]$/.test(found.replace(stamp, ''));
    line = index + found.length;
    if (!wrapped || !inToken(text, index - 1) || !inToken(text, after)) continue;
    parts.push([at, index]);
    at = after;
  }
  if (at === 0) return null;
  parts.push([at, text.length]);
  const seams: number[] = [];
  for (const [from, to] of parts.slice(0, -1)) seams.push((seams.at(-1) ?? 0) + to - from);
  return { joined: fromParts(text, parts), seams };
}

const inToken = (text: string, index: number): boolean => /[\w\-.+/=%~]/.test(text[index] ?? '');

const blank = /(?:\s|\\{1,4}[nrt]|\\(?=\r?\n))+/g;
const stamped = /(?:\r?\n|^)\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d) /g;

/** The text without any white space, escaped or not, and without the stamps in front of log lines. */
export function withoutBlanks(text: string): Joined {
  const gaps = [...text.matchAll(stamped), ...text.matchAll(blank)]
    .map(({ index, 0: found }): [number, number] => [index, index + found.length])
    .sort(([a], [b]) => a - b);
  const parts: [number, number][] = [];
  let at = 0;
  for (const [start, end] of gaps) {
    if (start > at) parts.push([at, start]);
    at = Math.max(at, end);
  }
  parts.push([at, text.length]);
  return fromParts(text, parts);
}

function fromParts(text: string, parts: readonly (readonly [number, number])[]): Joined {
  const length = parts.reduce((sum, [from, to]) => sum + to - from, 0);
  const origin = new Uint32Array(length);
  let at = 0;
  for (const [from, to] of parts) for (let index = from; index < to; index++) origin[at++] = index;
  return { text: parts.map(([from, to]) => text.slice(from, to)).join(''), origin };
}
