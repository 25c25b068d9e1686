import { createHash } from 'node:crypto';

/** Digest as OCI spells it: `sha256:` and 64 hex digits. */
export function sha256(data: Buffer): string {
  return `sha256:${createHash('sha256').update(data).digest('hex')}`;
}
