import { createHash } from 'node:crypto';

/** The Job's name for a run: the same id always gives the same one, a DNS label of at most 63 characters. */
export function jobName(id: string): string {
  const digest = createHash('sha256').update(id).digest('hex').slice(0, 10);
  const readable = id
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63 - 'load--'.length - digest.length)
    .replace(/-+$/, '');
  return readable === '' ? `load-${digest}` : `load-${readable}-${digest}`;
}
