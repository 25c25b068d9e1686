import { createHash, scryptSync } from 'node:crypto';
import { canonical } from '../../release/fingerprint.ts';
import { findSecrets } from '../redact/find-secrets.ts';
import { canBeSecret, secretName } from '../redact/secret-names.ts';

/** Helm values as a snapshot keeps them. */
export interface RecordedValues {
  readonly hash: string;
  readonly values: Readonly<Record<string, string>>;
  /** How many did not fit. */
  readonly left: number;
}

const mostValues = 200;
const mostSecrets = 40;

/**
 * Helm's values flat, secrets redacted. A secret's place shows four hex digits of a slow hash, salted with the release:
 * enough to see that it changed, not enough to guess it.
 */
export function recordedValues(values: Readonly<Record<string, unknown>>, salt: string): RecordedValues {
  const entries = flat(values, '');
  let secrets = 0;
  const shown = entries.slice(0, mostValues).map(([path, value]): [string, string] => {
    const promise = secretName(
      path
        .replaceAll(/\[\d+\]/g, '')
        .split('.')
        .at(-1) ?? '',
    );
    const hidden = (promise && canBeSecret(promise, value)) || findSecrets(value).length > 0;
    if (!hidden) return [path.slice(-253), cut(value)];
    return [path.slice(-253), ++secrets > mostSecrets ? 'redacted' : `redacted #${slowHash(value, salt, 2)}`];
  });
  return {
    // The whole holds the secrets too, so its hash is a slow one as well.
    hash: slowHash(createHash('sha256').update(canonical(values)).digest('hex'), salt, 8),
    values: Object.fromEntries(shown),
    left: Math.max(0, entries.length - mostValues),
  };
}

const slowHash = (text: string, salt: string, bytes: number): string =>
  scryptSync(text, salt, bytes, { N: 4096 }).toString('hex');

const cut = (value: string): string => (value.length <= 300 ? value : `${value.slice(0, 299)}…`);

function flat(value: unknown, path: string): [string, string][] {
  if (Array.isArray(value)) {
    // `{name, value}` in a list is read by its name, so that a new entry in the middle moves nothing.
    return value.flatMap((item, index) => flat(item, `${path}[${nameOf(item) ?? index}]`));
  }
  if (value !== null && typeof value === 'object') {
    const pair = value as { name?: unknown; value?: unknown };
    if (typeof pair.name === 'string' && isScalar(pair.value))
      return [[`${path.replace(/\[[^\]]*\]$/, '')}.${pair.name}`, String(pair.value)]];
    return Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([key, item]) => flat(item, path ? `${path}.${key}` : key));
  }
  return [[path, String(value)]];
}

const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);

function nameOf(item: unknown): string | null {
  const name = item !== null && typeof item === 'object' ? (item as { name?: unknown }).name : null;
  return typeof name === 'string' ? name : null;
}
