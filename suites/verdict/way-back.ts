import type { RunPlan } from '../engine/plan.ts';
import type { Decision } from '../record/outcome.ts';

/** What a way back hangs on. */
interface Back {
  readonly rollback: RunPlan['rollback'];
  /** The command that a person would run to go back. */
  readonly command: string;
  /** On a first install: the command that takes it away, which nobody runs but a person. */
  readonly uninstall: string | null;
}

/** What is to be done about a release that failed: rolled back where that is allowed and possible, held with the command otherwise. */
export function wayBack(
  { rollback: { policy, target, withheld }, command, uninstall }: Back,
  reasons: string[],
): { readonly decision: Decision; readonly reasons: readonly string[] } {
  if (policy === 'helm' && target && !withheld) return { decision: 'rollback', reasons };
  const why =
    policy === 'never' && uninstall === null
      ? `policy does not allow an automatic rollback; to go back: ${command}`
      : (withheld ?? 'no earlier revision was ever verified, so there is nothing to go back to') +
        (uninstall === null ? '' : `; to take it away: ${uninstall}`);
  return { decision: 'hold', reasons: [...reasons, why] };
}
