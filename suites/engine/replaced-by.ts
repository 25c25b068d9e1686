import type { Occurrence } from '../release/subject.ts';
import type { RunPlan } from './plan.ts';
import type { RunActions } from './ports.ts';

/** What is deployed in place of the release on trial; null where it is there still, or cannot be read now. */
export async function replacedBy(
  plan: RunPlan,
  actions: Pick<RunActions, 'occurrence'>,
  signal: AbortSignal,
  fresh: boolean,
): Promise<Occurrence | null> {
  const planned = plan.subject.occurrence;
  const now = await actions.occurrence(signal, fresh).catch(() => null);
  const same = now === null || (now.fingerprint === planned.fingerprint && now.revision === planned.revision);
  return same ? null : now;
}

/** The change as a sentence. */
export const replacement = ({ subject }: RunPlan, by: Occurrence, during: string): string =>
  `the release changed during the ${during} (revision ${subject.occurrence.revision} → ${by.revision})`;
