import { encodedRuns } from './encoded-runs.ts';
import { joinedLines } from './joined.ts';
import { namedValues } from './named-values.ts';
import { looksRandom } from './random-looking.ts';
import type { Span } from './span.ts';
import { tokenRules } from './token-rules.ts';
import { startsWord } from './word-start.ts';

/** Every part of a text that is a secret by its shape or its name: as it stands, over line breaks, and in encodings. */
export function findSecrets(text: string): Span[] {
  const direct = onOneLine(text);
  return [...direct, ...overLines(text), ...encodedRuns(text, (decoded) => onOneLine(decoded).length > 0)];
}

/** What has these around it belongs together: `AKIA…` and the 40 characters that go with it. */
const awsSecret = /(?:(?<=\\[nrt])|(?<![A-Za-z0-9/+\\]))[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g;
const awsReach = 400;

function onOneLine(text: string): Span[] {
  const spans: Span[] = [];
  for (const { name, hints, pattern, beginsWord } of tokenRules) {
    if (!hints.some((hint) => text.includes(hint))) continue;
    for (const match of text.matchAll(pattern)) {
      if (beginsWord && !startsWord(text, match.index)) continue;
      const [start, end] = match.indices!.groups?.secret ?? match.indices![0]!;
      spans.push({ start, end, redactor: name });
    }
  }
  for (const { redactor, start } of [...spans]) {
    if (redactor !== 'aws-key') continue;
    const from = Math.max(0, start - awsReach);
    for (const { index, 0: word } of text.slice(from, start + awsReach).matchAll(awsSecret))
      if (looksRandom(word) && /[A-Z]/.test(word) && /[a-z]/.test(word))
        spans.push({ start: from + index, end: from + index + word.length, redactor });
  }
  return [...spans, ...namedValues(text)];
}

/** Secrets that a line break cut in two. The second half must look like one: the next line's first word stays otherwise. */
function overLines(text: string): Span[] {
  const lines = joinedLines(text);
  if (!lines) return [];
  const { joined, seams } = lines;
  return onOneLine(joined.text).flatMap(({ start, end, redactor }) => {
    let stop = end;
    const inside = seamsWithin(seams, start, end);
    for (const [index, seam] of inside.entries()) {
      const half = joined.text.slice(seam, inside[index + 1] ?? end);
      if (looksRandom(half)) continue;
      stop = seam;
      break;
    }
    if (inside.length === 0 || stop === inside[0]) return [];
    return [{ start: joined.origin[start]!, end: joined.origin[stop - 1]! + 1, redactor }];
  });
}

function seamsWithin(seams: readonly number[], start: number, end: number): number[] {
  let low = 0;
  for (let high = seams.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (seams[middle]! <= start) low = middle + 1;
    else high = middle;
  }
  const inside: number[] = [];
  for (let at = low; at < seams.length && seams[at]! < end; at++) inside.push(seams[at]!);
  return inside;
}
