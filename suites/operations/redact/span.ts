/** A part of a text that must not be shown, and which redactor says so. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly redactor: string;
}

export const markerOf = (redactor: string): string => `<redacted:${redactor}>`;
export const markers = /<redacted:([a-z0-9-]+)>/g;

export interface Redaction {
  readonly redactor: string;
  /** From 1, in the redacted file, whose lines are those of the original. */
  readonly line: number;
  readonly charactersRemoved: number;
}

/** Puts markers in place of spans. Overlapping spans become one; line breaks inside them stay, so that lines keep their numbers. */
export function withoutSpans(
  text: string,
  spans: readonly Span[],
): { text: string; redactions: Redaction[] } {
  const parts: string[] = [];
  const redactions: Redaction[] = [];
  let at = 0;
  let line = 1;
  for (const { start, end, redactor } of merged(text, spans)) {
    const kept = text.slice(at, start);
    line += breaksIn(kept);
    const removed = text.slice(start, end);
    redactions.push({ redactor, line, charactersRemoved: removed.length });
    parts.push(kept, markerOf(redactor), '\n'.repeat(breaksIn(removed)));
    line += breaksIn(removed);
    at = end;
  }
  parts.push(text.slice(at));
  return { text: parts.join(''), redactions };
}

const breaksIn = (text: string): number => {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
};

/** Spans in order, overlaps joined under the name of the longest. What is a marker already is left alone. */
function merged(text: string, spans: readonly Span[]): Span[] {
  const sorted = spans
    .filter(({ start, end }) => end > start && !isMarker(text, start, end))
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const result: Span[] = [];
  for (const span of sorted) {
    const last = result.at(-1);
    if (!last || span.start >= last.end) {
      result.push(span);
      continue;
    }
    const longest = span.end - span.start > last.end - last.start ? span : last;
    result[result.length - 1] = {
      start: last.start,
      end: Math.max(last.end, span.end),
      redactor: longest.redactor,
    };
  }
  return result;
}

const isMarker = (text: string, start: number, end: number): boolean =>
  /^<?redacted:[a-z0-9-]+>?$/.test(text.slice(start, end));
