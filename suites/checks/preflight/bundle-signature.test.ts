import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { noSettings } from '../../settings.ts';
import { bundleSignature } from './bundle-signature.ts';
import { asked } from './testing.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seatrial-bundle-'));
  await writeFile(join(folder, 'bundle.tar.gz'), 'the patch');
});
afterAll(() => rm(folder, { recursive: true }));

const pem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed = generateKeyPairSync('ed25519');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });

const judge = async (signature: Buffer | string, bundleKey: string | undefined, bundle = 'bundle.tar.gz') => {
  await writeFile(join(folder, 'sig'), signature);
  const check = bundleSignature({ bundle: join(folder, bundle), signature: join(folder, 'sig') });
  return asked(check, { settings: { ...noSettings, ...(bundleKey !== undefined && { bundleKey }) } });
};
const text = Buffer.from('the patch');
const base64 = (signed: Buffer) => `${signed.toString('base64')}\n`;

test.each([
  ['ECDSA, as cosign writes it', () => base64(sign('sha256', text, ec.privateKey)), ec, 'pass'],
  ['ECDSA, raw', () => sign('sha256', text, ec.privateKey), ec, 'pass'],
  ['Ed25519', () => base64(sign(null, text, ed.privateKey)), ed, 'pass'],
  ['RSA', () => base64(sign('sha256', text, rsa.privateKey)), rsa, 'pass'],
  ['another text', () => base64(sign('sha256', Buffer.from('another'), ec.privateKey)), ec, 'fail'],
  [
    'another key',
    () => base64(sign('sha256', text, ec.privateKey)),
    generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    'fail',
  ],
  ['no signature at all', () => 'not a signature', ed, 'fail'],
])('%s', async (_, signature, { publicKey }, outcome) => {
  expect((await judge(signature(), pem(publicKey))).outcome).toBe(outcome);
});

test('could not tell without a key, with a broken one, or without the file', async () => {
  const signed = base64(sign(null, text, ed.privateKey));
  expect((await judge(signed, undefined)).reason).toContain('bundleKey is missing');
  expect((await judge(signed, 'no key')).outcome).toBe('inconclusive');
  expect((await judge(signed, pem(ed.publicKey), 'gone.tar.gz')).reason).toContain('cannot be read');
});

test('skips where no bundle was given', async () => {
  expect((await asked(bundleSignature(null))).outcome).toBe('skip');
});
