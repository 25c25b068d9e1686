import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';

/** A key that signs bundles: ed25519. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly publicPem: string;
}

/** Throws where the PEM holds no private ed25519 key. */
export function signingKey(pem: string): SigningKey {
  const privateKey = createPrivateKey(pem);
  if (privateKey.asymmetricKeyType !== 'ed25519')
    throw new Error(`it is a ${privateKey.asymmetricKeyType} key, not an ed25519 key`);
  const publicPem = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
  return { privateKey, publicPem };
}

/** A new private key as PEM (PKCS #8). */
export const newKeyPem = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

export const signatureOf = (content: Uint8Array, { privateKey }: SigningKey): string =>
  sign(null, content, privateKey).toString('base64');

export function isSignatureOf(content: Uint8Array, signature: string, publicPem: string): boolean {
  try {
    return verify(null, content, createPublicKey(publicPem), Buffer.from(signature.trim(), 'base64'));
  } catch {
    return false;
  }
}

/** By which people recognise a key: the first 16 bytes of its hash. */
export function keyFingerprint(publicPem: string): string {
  const der = createPublicKey(publicPem).export({ type: 'spki', format: 'der' });
  const hash = createHash('sha256').update(der).digest('hex').slice(0, 32);
  return hash.replace(/(.{4})(?=.)/g, '$1:');
}

/**
 * A key for the hashes of Secrets in bundles: the same for one signer, so that two of the signer's bundles can be
 * compared, and unknown to whoever gets the bundle, so that a short password cannot be guessed from its hash.
 */
export const hashingKey = ({ privateKey }: SigningKey): Buffer =>
  Buffer.from(
    hkdfSync('sha256', privateKey.export({ type: 'pkcs8', format: 'der' }), '', 'seatrial secret hashes', 32),
  );
