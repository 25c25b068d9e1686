import { createPublicKey, createVerify, type KeyObject, verify } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

export interface SignedBundle {
  /** Path of the tarball. */
  readonly bundle: string;
  /** Path of its detached signature: base64, as `cosign sign-blob` writes it, or raw. */
  readonly signature: string;
}

export type Verification =
  | { readonly valid: true | false; readonly algorithm: string; readonly bytes: number }
  | { readonly valid: 'unknown'; readonly why: string };

/** Ed25519 needs the whole message at once; a larger bundle is signed with ECDSA, over its digest. */
const mostAtOnce = 2 ** 30;

/** Whether the key signed the bundle. ECDSA and RSA over SHA-256, read in a stream; Ed25519 over the whole. */
export async function verifySignature(
  { bundle, signature }: SignedBundle,
  keyPem: string,
  signal?: AbortSignal,
): Promise<Verification> {
  const key = publicKey(keyPem);
  if (!key) return { valid: 'unknown', why: 'the setting bundleKey is no PEM of a public key' };
  try {
    const { size: bytes } = await stat(bundle);
    const signed = decoded(await readFile(signature));
    const algorithm = key.asymmetricKeyType ?? 'unknown';
    if (algorithm === 'ed25519') {
      if (bytes > mostAtOnce)
        return {
          valid: 'unknown',
          why: `an Ed25519 signature over ${bytes} bytes cannot be verified in memory`,
        };
      return { valid: verify(null, await readFile(bundle), key, signed), algorithm, bytes };
    }
    if (algorithm !== 'ec' && algorithm !== 'rsa')
      return { valid: 'unknown', why: `signatures of ${algorithm} keys are not known here` };
    const verifier = createVerify('sha256');
    await pipeline(createReadStream(bundle), verifier, signal ? { signal } : {});
    return { valid: verifier.verify(key, signed), algorithm, bytes };
  } catch (error) {
    const { code, path } = error as { code?: string; path?: string };
    if (code !== 'ENOENT' && code !== 'EACCES' && code !== 'EISDIR') throw error;
    return { valid: 'unknown', why: `${path ?? bundle} cannot be read (${code})` };
  }
}

function publicKey(pem: string): KeyObject | null {
  try {
    return createPublicKey(pem);
  } catch {
    return null;
  }
}

/** Base64 text, or the bytes as they are. */
function decoded(content: Buffer): Buffer {
  const text = content.toString('latin1').trim();
  return /^[A-Za-z0-9+/\s]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : content;
}
