import { checksumsPath, publicKeyPath, sha256, signaturePath } from './archive.ts';
import { isSignatureOf, keyFingerprint } from './signature.ts';

/** Whether a bundle is as it was signed. */
export interface BundleCheck {
  readonly intact: boolean;
  /** What is wrong with it, in sentences; empty where nothing is. */
  readonly problems: readonly string[];
  readonly files: number;
  /** The fingerprint of the key that it names as its signer's. */
  readonly signer: string | null;
  /** True where the signer's key is the one that was expected; null where none was named. */
  readonly trusted: boolean | null;
}

/** Holds a bundle's files against its checksums, these against its signature, and that against a key where one is given. Pure. */
export function verifyBundle(files: ReadonlyMap<string, Buffer>, expectedPem: string | null): BundleCheck {
  const problems: string[] = [];
  const checksums = files.get(checksumsPath);
  const signature = files.get(signaturePath)?.toString();
  const publicPem = files.get(publicKeyPath)?.toString();
  for (const [path, there] of [
    [checksumsPath, checksums],
    [signaturePath, signature],
    [publicKeyPath, publicPem],
  ] as const)
    if (there === undefined) problems.push(`${path} is missing`);

  const lines = (checksums?.toString() ?? '').split('\n').filter(Boolean);
  const listed = new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
  for (const [path, sum] of listed) {
    const content = files.get(path);
    if (!content) problems.push(`${path} is missing`);
    else if (sha256(content) !== sum) problems.push(`${path} was changed`);
  }
  for (const path of files.keys())
    if (!listed.has(path) && path !== checksumsPath && path !== signaturePath)
      problems.push(`${path} was added`);

  const signer = publicPem === undefined ? null : fingerprintOrNull(publicPem);
  if (checksums && signature && publicPem && !isSignatureOf(checksums, signature, publicPem))
    problems.push('the signature is not of these checksums');
  const trusted = expectedPem === null ? null : signer !== null && signer === fingerprintOrNull(expectedPem);
  if (trusted === false) problems.push('it is signed by another key than the one that was given');
  return { intact: problems.length === 0, problems, files: files.size, signer, trusted };
}

function fingerprintOrNull(pem: string): string | null {
  try {
    return keyFingerprint(pem);
  } catch {
    return null;
  }
}
