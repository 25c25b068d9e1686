import { createHash } from 'node:crypto';

/** A pod of an Indexed Job is called `NAME-INDEX`, and the API server refuses the Job where that has over 63 characters. */
const longest = 63 - '-9999'.length;

/** The Job's name for a run: the same id always gives the same one, a DNS label that has room for a pod's index. */
export function jobName(id: string): string {
  const digest = createHash('sha256').update(id).digest('hex').slice(0, 10);
  const readable = id
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, longest - 'load--'.length - digest.length)
    .replace(/-+$/, '');
  return readable === '' ? `load-${digest}` : `load-${readable}-${digest}`;
}
