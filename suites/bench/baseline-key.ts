import { createHash } from 'node:crypto';
import type { Platform } from '../platforms/platform.ts';
import type { Workload } from '../platforms/workload.ts';
import type { Subject } from '../release/subject.ts';
import type { BenchPolicy } from './policy.ts';
import { gpusFor, servingFor } from './serving.ts';

/** Shorter than Kubernetes allows (253), so that a table can show it. */
const longestKey = 100;

/**
 * Names the accepted numbers that a workload is compared with, as a DNS name: same platform, workload, number and model
 * of GPUs, same layout of the model over them, and measured alike, alone or beside users. Whatever else a release
 * changes, its tag or an engine's flags, is what is judged.
 */
export function baselineKey(
  platform: Platform,
  workload: Workload,
  subject: Subject,
  policy: BenchPolicy,
): string {
  const gpu = (subject.gpu.model ?? subject.gpu.mix ?? 'unknown-gpu').toLowerCase();
  const serving = servingFor(workload, subject).filter(({ gpusPerPod }) => gpusPerPod > 0);
  const layout = serving.flatMap(({ gpusPerPod, layout = [] }) => [
    ...(gpusPerPod > 1 ? [`${gpusPerPod}-per-pod`] : []),
    // The GPU's name may have the MIG profile already.
    ...layout.filter((word) => !gpu.includes(word)),
  ]);
  return dnsName([
    platform.name,
    workload.name,
    `${gpusFor(workload, subject)}x`,
    gpu,
    ...[...new Set(layout)].sort(),
    ...((policy.besideUsers ?? true) ? ['beside-users'] : []),
  ]);
}

/** Words as one DNS name; what is too long ends in a hash of the whole. */
function dnsName(words: readonly string[]): string {
  const whole = words
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  if (whole.length <= longestKey) return whole;
  const hash = createHash('sha256').update(whole).digest('hex').slice(0, 8);
  return `${whole.slice(0, longestKey - hash.length - 1).replace(/-$/, '')}-${hash}`;
}
