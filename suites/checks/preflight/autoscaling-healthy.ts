import { defineCheck } from '../../check.ts';
import { pauseState } from '../../operations/pause/intent.ts';
import type { ScaledObject } from '../../probes/kubernetes/custom-kinds.ts';
import { fail, inconclusive, pass, skip } from '../../record/finding.ts';

/** KEDA scales by what it measures: no ScaledObject is broken, in fallback, or left paused. */
export const autoscalingHealthy = defineCheck({
  id: 'preflight.autoscaling-healthy',
  title: 'Autoscaling is healthy and not paused',
  question: 'Is KEDA in fallback, or was it left paused?',
  needs: { kubernetes: ['list:scaledobjects'] },
  timeoutSeconds: 30,
  blames: 'environment',
  source: 'Upgrade Runbook 1.3: KEDA ScaledObjects should not be in Fallback mode',
  hint: 'kubectl describe scaledobject; remove the pause, or make its Prometheus reachable again',
  async run({ kubernetes, now }) {
    const objects = await kubernetes.list('scaledobjects');
    if (objects.length === 0) return skip('there is no ScaledObject in the namespace');
    const judged = objects.map((object) => ({ object, ...judge(object, new Date(now)) }));
    const wrong = judged.filter(({ trouble }) => trouble !== null);
    const open = judged.filter(({ doubt }) => doubt !== null);
    const expected = `all of ${objects.length} ScaledObjects Ready, none in fallback or paused`;
    const named = (those: typeof judged) =>
      those.map(({ object }) => `ScaledObject/${object.metadata?.name}`);
    if (wrong.length > 0)
      return fail(`${wrong.length} of ${objects.length} ScaledObjects are not in order`, {
        expected,
        seen: wrong.map(({ object, trouble }) => `${object.metadata?.name} ${trouble}`).join('; '),
        objects: named(wrong),
      });
    if (open.length > 0)
      return inconclusive(`${open.length} of ${objects.length} ScaledObjects do not tell how they are`, {
        expected,
        seen: open.map(({ object, doubt }) => `${object.metadata?.name} ${doubt}`).join('; '),
        objects: named(open),
      });
    return pass(`${objects.length} of ${objects.length} ScaledObjects are Ready`, { expected, seen: 'all' });
  },
});

/** Conditions are looked up by type; Fallback may stay Unknown for a pool that was never polled, so only True is wrong. */
function judge(object: ScaledObject, now: Date): { trouble: string | null; doubt: string | null } {
  const condition = (type: string) => (object.status?.conditions ?? []).find((one) => one.type === type);
  const ready = condition('Ready');
  const pause = pauseState(object, now);
  // A pause that `seatrial pause` made for this upgrade ends by itself.
  const planned = pause.by === 'us' && !pause.expired;
  const paused = !planned && (pause.by !== 'nobody' || condition('Paused')?.status === 'True');
  const because = (of: typeof ready) => (of?.message ? ` (${of.message})` : '');
  if (condition('Fallback')?.status === 'True')
    return { trouble: `is in fallback${because(condition('Fallback'))}`, doubt: null };
  if (paused) return { trouble: 'is paused', doubt: null };
  if (ready?.status === 'False') return { trouble: `is not Ready${because(ready)}`, doubt: null };
  return { trouble: null, doubt: ready?.status === 'True' ? null : 'has no condition Ready yet' };
}
