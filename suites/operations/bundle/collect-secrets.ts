import { createHmac } from 'node:crypto';
import type { KubernetesObject, V1Secret } from '@kubernetes/client-node';
import type { KnownSecret } from '../redact/redact-files.ts';

/** A Secret as a bundle shows it. */
export interface SecretListing {
  readonly name: string;
  readonly type: string;
  /** A keyed hash of each value: equal hashes mean equal values, among bundles of one signer. */
  readonly keys: Readonly<Record<string, { readonly bytes: number; readonly hash: string }>>;
}

/** Keys whose values are no secret: hunting them would take names and certificates out of everything. */
const openKeys =
  /^(?:.*user(?:name)?|.*host(?:name)?|.*port|database|db(?:-?name)?|namespace|region|endpoint|email|.*\.crt|.*\.cert|registry|server|schema|type|algorithm|issuer|client_id|tenant)$/i;

/** Lists Secrets without their values, and tells which values must be hunted. Helm's own, which hold releases, are read elsewhere. */
export function listSecrets(
  secrets: readonly V1Secret[],
  key: Uint8Array,
): { listings: SecretListing[]; known: KnownSecret[] } {
  const known: KnownSecret[] = [];
  const listings = secrets.map(({ metadata, type, data, stringData }): SecretListing => {
    const name = metadata?.name ?? '?';
    const values: [string, Buffer][] = [
      ...Object.entries(data ?? {}).map(([at, value]): [string, Buffer] => [
        at,
        Buffer.from(value, 'base64'),
      ]),
      ...Object.entries(stringData ?? {}).map(([at, value]): [string, Buffer] => [at, Buffer.from(value)]),
    ];
    const isHelm = type === 'helm.sh/release.v1';
    for (const [at, value] of values) {
      if (isHelm || openKeys.test(at)) continue;
      const text = value.toString('utf8');
      if (!text.includes('\ufffd')) known.push({ value: text, redactor: 'secret-value' });
      // Bytes that are no text are written down as base64 only.
      else known.push({ value: value.toString('base64'), redactor: 'secret-value' });
    }
    const keys = values.map(
      ([at, value]) => [at, { bytes: value.length, hash: hashOf(value, key) }] as const,
    );
    return { name, type: type ?? 'Opaque', keys: Object.fromEntries(keys) };
  });
  return { listings, known };
}

const hashOf = (value: Uint8Array, key: Uint8Array): string =>
  createHmac('sha256', key).update(value).digest('hex').slice(0, 16);

const isSecret = (object: KubernetesObject): object is V1Secret => object.kind === 'Secret';

/** Objects of a manifest, their Secrets as listings; the values of these are to be hunted too. */
export function withoutSecrets(
  objects: readonly KubernetesObject[],
  key: Uint8Array,
): { objects: object[]; known: KnownSecret[] } {
  const known: KnownSecret[] = [];
  const kept = objects.map((object) => {
    if (!isSecret(object)) return object;
    const listed = listSecrets([object], key);
    known.push(...listed.known);
    const { data: _, stringData: __, ...rest } = object;
    return { ...rest, keys: listed.listings[0]!.keys };
  });
  return { objects: kept, known };
}
