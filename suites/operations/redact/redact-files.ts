import { stripVTControlCharacters } from 'node:util';
import { parseAllDocuments, stringify } from 'yaml';
import { findSecrets } from './find-secrets.ts';
import { KnownValues } from './known-values.ts';
import { redactTree } from './redact-tree.ts';
import { canBeSecret } from './secret-names.ts';
import { markers, type Span, withoutSpans } from './span.ts';

/** A file to be: text as it is, or a document that becomes JSON or YAML by its name. */
export interface SourceFile {
  readonly path: string;
  readonly content: string | object;
}

export interface CleanFile {
  readonly path: string;
  readonly text: string;
}

/** One place where something was taken out. */
export interface FileRedaction {
  readonly redactor: string;
  readonly file: string;
  readonly line: number;
  readonly charactersRemoved: number;
}

export interface KnownSecret {
  readonly value: string;
  readonly redactor: string;
}

export interface RedactOptions {
  /** Values of Secrets and the like: hunted in every file, in every spelling. */
  readonly known: readonly KnownSecret[];
  /** Words that are names of things and stay, even where a Secret holds them too. */
  readonly names: ReadonlySet<string>;
  /** Asked between files, so that whoever waits is not blocked. */
  readonly pause?: () => Promise<void>;
}

export interface Redacted {
  readonly files: readonly CleanFile[];
  readonly report: readonly FileRedaction[];
  /** How many different values were hunted, and how many could not be because they are too short or names of things. */
  readonly hunted: number;
  readonly notHunted: number;
}

/**
 * Takes the secrets out of files, in two passes: the first finds what is secret by shape and name anywhere; the second
 * hunts all of that, and what is known to be secret, in every file, in every encoding and over line breaks.
 */
export async function redactFiles(
  sources: readonly SourceFile[],
  { known, names, pause = async () => {} }: RedactOptions,
): Promise<Redacted> {
  const values = new KnownValues();
  let notHunted = 0;
  const learn = (value: string, redactor: string): void => {
    if (names.has(value.trim()) || !values.add(value, redactor)) notHunted++;
  };
  for (const { value, redactor } of known) {
    learn(value, redactor);
    for (const part of partsOf(value)) learn(part, redactor);
  }
  const found = (value: string, redactor: string): void => {
    if (!isCommonWord(value)) learn(value, redactor);
    // A password may be a plain word: it is hunted where it stands alone, unless everything is full of it.
    else if (redactor === 'password' && !everywhere.test(value) && !names.has(value))
      values.add(value, redactor, true);
  };

  const texts: { path: string; text: string; hidden: number[]; spans: Span[] }[] = [];
  for (const { path, content } of sources) {
    const hidden: number[] = [];
    const clean =
      typeof content === 'string'
        ? uncoloured(content)
        : redactTree(content, (value, redactor) => {
            hidden.push(value.length);
            found(value, redactor);
          });
    const text = typeof clean === 'string' ? clean : uncoloured(written(path, clean));
    for (const value of foldedValues(path, content)) found(value, 'named-secret');
    const spans = findSecrets(text);
    for (const { start, end, redactor } of spans) {
      if (encodings.has(redactor)) continue;
      const value = text.slice(start, end);
      found(redactor === 'private-key' ? unescaped(value) : value.replace(/\s+/g, ''), redactor);
    }
    texts.push({ path, text, hidden, spans });
    await pause();
  }

  const files: CleanFile[] = [];
  const report: FileRedaction[] = [];
  for (const { path, text, hidden, spans } of texts) {
    const clean = withoutSpans(text, [...spans, ...values.find(text)]);
    files.push({ path, text: clean.text });
    report.push(...reportOf(path, clean.text, clean.redactions, hidden));
    await pause();
  }
  return { files, report, hunted: values.size, notHunted };
}

/** Colours of a terminal would stand between a word and its edge. */
const uncoloured = (text: string): string =>
  stripVTControlCharacters(text).replace(/\\+(?:u001b|x1b|033|e)\[[0-9;]*m/gi, '');

const encodings = new Set(['base64', 'url-encoded', 'unicode-escaped']);

const written = (path: string, document: unknown): string =>
  path.endsWith('.yaml')
    ? (Array.isArray(document) ? document : [document]).map((one) => stringify(one)).join('---\n')
    : `${JSON.stringify(document, null, 2)}\n`;

/** Words that a password might be, and that would tear holes everywhere if they were hunted. */
const isCommonWord = (value: string): boolean =>
  /^(?:[a-z]{1,11}|[A-Z]{1,11}|[A-Z]?[a-z]{1,10}|\d{1,7})$/.test(value);

const everywhere =
  /^(?:admin|administrator|change-?me|default|example|guest|localhost|mysql|nats|none|passw(?:or)?d|postgres|prod|production|public|redis|root|secret|service|staging|system|test|testing|user|username)$/i;

const unescaped = (text: string): string => text.replaceAll('\\r', '').replaceAll(/\\+n/g, '\n');

/** Secrets inside a secret: the password in a connection string, the fields of a key file. */
function partsOf(value: string): string[] {
  const parts = findSecrets(value)
    .filter(({ redactor }) => !encodings.has(redactor))
    .map(({ start, end }) => value.slice(start, end));
  try {
    redactTree(JSON.parse(value), (part) => parts.push(part));
  } catch {
    // It is no JSON.
  }
  for (const part of [...parts]) {
    try {
      const decoded = decodeURIComponent(part);
      if (decoded !== part) parts.push(decoded);
    } catch {
      // It is not percent-encoded.
    }
  }
  return parts.filter((part) => !isCommonWord(part));
}

/** Values of secret names in YAML that lies in a text, such as a ConfigMap's: folded there over lines, whole only when parsed. */
function foldedValues(path: string, content: string | object): string[] {
  const found: string[] = [];
  const look = (text: string): void => {
    if (text.length > 512 * 1024 || !/^[\w."'-]+:(?:\s|$)/m.test(text)) return;
    for (const document of parseAllDocuments(text, { logLevel: 'silent' }))
      if (document.errors.length === 0)
        redactTree(document.toJS({ maxAliasCount: 100 }), (value) => {
          if (canBeSecret('token', value)) found.push(value);
        });
  };
  const walk = (item: unknown, depth: number): void => {
    if (typeof item === 'string' && item.includes('\n')) look(item);
    else if (item && typeof item === 'object' && depth < 40)
      for (const one of Object.values(item)) walk(one, depth + 1);
  };
  if (typeof content === 'object') walk(content, 0);
  else if (/\.ya?ml$/.test(path)) look(content);
  return found;
}

/** The report of one file: what the second pass took out, and the markers that the first left. */
function reportOf(
  file: string,
  text: string,
  redactions: readonly {
    readonly redactor: string;
    readonly line: number;
    readonly charactersRemoved: number;
  }[],
  hidden: readonly number[],
): FileRedaction[] {
  const removed = new Map<string, number[]>();
  for (const { redactor, line, charactersRemoved } of redactions) {
    const key = `${line} ${redactor}`;
    removed.set(key, [...(removed.get(key) ?? []), charactersRemoved]);
  }
  const early = [...hidden];
  return text.split('\n').flatMap((content, index) =>
    [...content.matchAll(markers)].map(([, redactor]) => {
      const mine = removed.get(`${index + 1} ${redactor}`)?.shift();
      return { redactor: redactor!, file, line: index + 1, charactersRemoved: mine ?? early.shift() ?? 0 };
    }),
  );
}
