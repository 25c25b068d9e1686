import { looksRandom } from './random-looking.ts';
import { canBeSecret, type SecretPromise, secretName } from './secret-names.ts';
import type { Span } from './span.ts';

const keyword =
  /pass|pwd|secret|token|key|credential|authorization|cookie|dsn|conn(?:ection)?[-_]?str|jwt|bearer|auth|otp|sas/gi;
const inName = /[\w.-]/;
/** After a name: its quote's end, a separator, the value's quote. Escaped quotes carry their backslashes. */
const separator = /(?<close>\\*["'])?(?<sep>[ \t]{0,3}(?:=>|:=|==?|:)[ \t]{0,3}| (?=\S))(?<open>\\*["'])?/y;
const scheme = /(?:bearer|basic|token|apikey|digest|negotiate)[ \t]+/iy;
const longest = 8192;

/** Values that stand behind a secret's name: `password=…`, `"apiKey": "…"`, `--token …`, `X-Api-Key: …`. */
export function namedValues(text: string): Span[] {
  const spans: Span[] = [];
  let done = 0;
  for (const { index } of text.matchAll(keyword)) {
    if (index < done) continue;
    let start = index;
    while (start > 0 && index - start < 80 && inName.test(text[start - 1]!)) start--;
    // The `n` of an escaped line break is no letter of the name.
    if (text[start - 1] === '\\' && /[nrt]/.test(text[start]!) && start < index) start++;
    let end = index;
    while (end < text.length && end - index < 80 && inName.test(text[end]!)) end++;
    const name = text.slice(start, end);
    // `PWD` is the working folder, but in `Uid=…;PWD=…` it is a password.
    const inPairs = name === 'PWD' && text[start - 1] === ';';
    const promise = inPairs ? 'password' : secretName(name.replace(/^[-.]+|[-.:]+$/g, ''));
    done = end;
    if (!promise) continue;
    const value = valueAfter(text, end, name.startsWith('--'), promise);
    if (value) spans.push({ ...value, redactor: promise === 'password' ? 'password' : 'named-secret' });
    if (value) done = value.end;
  }
  return spans;
}

function valueAfter(
  text: string,
  at: number,
  isFlag: boolean,
  promise: SecretPromise,
): { start: number; end: number } | null {
  separator.lastIndex = at;
  const found = separator.exec(text);
  if (!found?.groups) return null;
  const { sep = '', open } = found.groups;
  // `--token abc` is a flag with its value; `token abc` is prose.
  if (sep === ' ' && !isFlag) return null;
  let start = separator.lastIndex;
  scheme.lastIndex = start;
  if (scheme.test(text)) start = scheme.lastIndex;
  const end = open === undefined ? bareEnd(text, start) : quotedEnd(text, start, open);
  const value = text.slice(start, end);
  if (!canBeSecret(promise, value)) return null;
  if (open === undefined && sep.includes(':') && isProse(promise, value)) return null;
  return end > start ? { start, end } : null;
}

function quotedEnd(text: string, start: number, quote: string): number {
  let at = text.indexOf(quote, start);
  for (; at >= 0 && at - start < longest; at = text.indexOf(quote, at + quote.length)) {
    // An escaped quote inside the value has more backslashes than the one that closes it.
    if (text[at - 1] !== '\\' || at === start) return at;
  }
  return bareEnd(text, start);
}

const stop =
  /[\s"'`<>]|\\+[nrt"']|[;&](?=[\w.-]+=|$|\s)|,(?=\s|["'{[]|[\w.-]+[=:]|$)|[)\]}](?=[\s,;"')\]}]|$)/g;

function bareEnd(text: string, start: number): number {
  stop.lastIndex = start;
  const found = stop.exec(text);
  return Math.min(found?.index ?? text.length, start + longest);
}

const complaint =
  /^(?:incorrect|invalid|required|missing|expired|must|is|was|not|mismatch|failed|failure|authentication|for|cannot|could|wrong|empty|unset|too|unexpected|no|the|a|an|of|and|or|found|received|refused|denied|rejected|unauthorized|forbidden|ok|error|from|in)[.,:;!]?$/i;

/** `token: unexpected end` is a complaint, not a token. */
const isProse = (promise: SecretPromise, value: string): boolean =>
  complaint.test(value) ||
  (promise === 'token' && value.length < 16 && !looksRandom(value.replace(/^\w+=/, '')));
