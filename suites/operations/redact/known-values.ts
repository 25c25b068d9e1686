import { withoutBlanks } from './joined.ts';
import type { Span } from './span.ts';
import { startsWord } from './word-start.ts';

/** Shorter values would be found everywhere by chance. */
export const shortestHunted = 6;
const needsBoundary = 8;
const prefixLength = 6;

interface Form {
  readonly text: string;
  readonly redactor: string;
  readonly bounded: boolean;
}

/** Secrets that are known, and every spelling in which they may stand in a text. */
export class KnownValues {
  readonly #forms = new Map<string, Form[]>();
  readonly #values = new Set<string>();
  readonly #first = new Uint8Array(65_536);

  get size(): number {
    return this.#values.size;
  }

  /** False where the value is too short to be hunted. `alone`: it is no secret inside a longer word. */
  add(value: string, redactor: string, alone = value.trim().length < needsBoundary): boolean {
    const trimmed = value.trim();
    if (trimmed.length < shortestHunted) return false;
    if (this.#values.has(trimmed)) return true;
    this.#values.add(trimmed);
    for (const spelling of spellings(value)) {
      const text = withoutBlanks(spelling).text;
      if (text.length < prefixLength) continue;
      const form = { text, redactor, bounded: alone && spelling.trim() === trimmed };
      const prefix = text.slice(0, prefixLength);
      const same = this.#forms.get(prefix);
      if (same?.some((other) => other.text === text)) continue;
      if (same) same.push(form);
      else this.#forms.set(prefix, [form]);
      this.#first[pairAt(text, 0)] = 1;
    }
    return true;
  }

  /** Where they stand, whatever white space and line breaks lie between their characters. */
  find(text: string): Span[] {
    if (this.#forms.size === 0) return [];
    const { text: dense, origin } = withoutBlanks(text);
    const spans: Span[] = [];
    const last = dense.length - prefixLength;
    for (let at = 0; at <= last; at++) {
      if (this.#first[pairAt(dense, at)] === 0) continue;
      for (const form of this.#forms.get(dense.slice(at, at + prefixLength)) ?? []) {
        if (!dense.startsWith(form.text, at)) continue;
        const start = origin[at]!;
        const end = origin[at + form.text.length - 1]! + 1;
        if (form.bounded && !(startsWord(text, start) && endsWord(text, end))) continue;
        spans.push({ start, end, redactor: form.redactor });
      }
    }
    return spans;
  }
}

const pairAt = (text: string, at: number): number =>
  ((text.charCodeAt(at) << 8) ^ text.charCodeAt(at + 1)) & 0xffff;

const endsWord = (text: string, at: number): boolean => !/[A-Za-z0-9]/.test(text[at] ?? '');

/** A value in all the ways in which software writes it down. */
function spellings(value: string): Set<string> {
  const trimmed = value.trim();
  const bytes = Buffer.from(value);
  const json = (text: string): string => JSON.stringify(text).slice(1, -1);
  const url = encodeURIComponent(trimmed);
  const strict = url.replace(/[!'()*~]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
  const lower = (text: string): string => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  const unicode = (text: string): string =>
    text.replace(/[<>&'+=]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const html = trimmed
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&#34;')
    .replaceAll("'", '&#39;');
  const result = new Set([
    trimmed,
    json(trimmed),
    json(json(trimmed)),
    json(json(json(trimmed))),
    unicode(json(trimmed)),
    trimmed.replaceAll("'", "''"),
    trimmed.replaceAll("'", `'\\''`),
    html,
    url,
    lower(url),
    strict,
    lower(strict),
    encodeURIComponent(strict),
    strict.replaceAll('%20', '+'),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    Buffer.from(bytes.toString('base64')).toString('base64'),
  ]);
  for (const form of new Set([value, trimmed]))
    for (const run of base64Forms(Buffer.from(form))) result.add(run);
  for (const run of [...result].filter((one) => one.endsWith('='))) result.add(encodeURIComponent(run));
  // One line of a key is as secret as all of it.
  for (const line of trimmed.split(/\r?\n/))
    if (line.length >= 20 && !line.startsWith('-----')) result.add(line);
  return result;
}

/** The value's characters inside base64 of something longer stand in one of three ways; in each, the ends depend on the neighbours. */
function base64Forms(bytes: Buffer): string[] {
  const whole = bytes.toString('base64');
  const inside = [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const sure = Math.floor(((before + bytes.length) * 8) / 6);
    return encoded.slice(Math.ceil((before * 8) / 6), sure);
  });
  return [whole, ...inside.filter((run) => run.length >= prefixLength + 2)].flatMap((run) => [
    run,
    run.replaceAll('+', '-').replaceAll('/', '_'),
  ]);
}
