import type { Span } from './span.ts';

const base64 = /(?:(?<=\\[nrt])|(?<![A-Za-z0-9+/_\\-]))[A-Za-z0-9+/_-]{24,}={0,2}/g;
const percent = /(?:[\w.~+*'()-]|%[0-9A-Fa-f]{2}){6,}/g;
const unicode = /(?:[^\s\\"]|\\+u00[0-9a-fA-F]{2}){6,}/g;
/** Longer runs are images and the like; what they hold is no line of a log or a setting. */
const longest = 256 * 1024;

/** Runs of base64, percent or `\u` escapes whose decoded text holds a secret: they are hidden whole. */
export function encodedRuns(text: string, holdsSecret: (decoded: string) => boolean): Span[] {
  const spans: Span[] = [];
  const look = (pattern: RegExp, redactor: string, decode: (run: string) => string | null): void => {
    for (const { index, 0: run } of text.matchAll(pattern)) {
      const decoded = run.length <= longest ? decode(run) : null;
      if (decoded && decoded !== run && holdsSecret(decoded))
        spans.push({ start: index, end: index + run.length, redactor });
    }
  };
  look(base64, 'base64', fromBase64);
  if (text.includes('%')) look(percent, 'url-encoded', fromPercent);
  if (/\\u00/.test(text)) look(unicode, 'unicode-escaped', fromUnicode);
  return spans;
}

const printable = /^[\t\n\r\x20-\x7e\u00a0-\uffff]*$/;

function fromBase64(run: string): string | null {
  // A digest, or a path, is no base64 of a text.
  if (/^[0-9a-f]+$/i.test(run)) return null;
  const decoded = Buffer.from(run, 'base64').toString('utf8');
  return decoded.length >= 8 && printable.test(decoded) && !decoded.includes('\ufffd') ? decoded : null;
}

function fromPercent(run: string): string | null {
  if (!run.includes('%')) return null;
  try {
    return decodeURIComponent(run);
  } catch {
    return null;
  }
}

const fromUnicode = (run: string): string | null =>
  run.includes('\\u00')
    ? run.replace(/\\+u00([0-9a-fA-F]{2})/g, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      )
    : null;
