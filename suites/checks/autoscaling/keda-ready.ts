import { defineCheck } from '../../check.ts';
import type { ScaledObject } from '../../probes/kubernetes/custom-kinds.ts';
import { fail, inconclusive, pass, skip } from '../../record/finding.ts';
import { isOfSubject, named } from './scalers.ts';

/**
 * Each ScaledObject is Ready and not in fallback. Conditions are looked up by type: their order is not promised.
 * Fallback Unknown is fine: KEDA sets it only once a metric was asked for, which a pool at zero may never be.
 */
export const kedaReady = defineCheck({
  id: 'keda-ready',
  title: 'Autoscaling is ready and not in fallback',
  question: 'Is every ScaledObject Ready, and none in fallback?',
  needs: { kubernetes: ['list:scaledobjects'] },
  timeoutSeconds: 30,
  blames: 'environment',
  source: 'Upgrade Runbook 3.4: ScaledObjects are Ready (not Fallback)',
  hint: 'In fallback KEDA cannot read its metrics: look whether Prometheus answers at the address in the trigger.',
  async run({ subject, kubernetes }) {
    const own = (await kubernetes.list('scaledobjects')).filter(isOfSubject(subject));
    if (own.length === 0) return skip('the release has no ScaledObject');
    const expected = 'Ready True and Fallback not True';
    const seen = own.map((object) => `${named(object)}: ${told(object)}`).join('; ');
    const wrong = own.filter((one) => status(one, 'Ready') === 'False' || status(one, 'Fallback') === 'True');
    const objects = (some: readonly ScaledObject[]) => some.map(named);
    if (wrong.length > 0)
      return fail(
        `${wrong.length} of ${own.length} ScaledObjects: ${named(wrong[0]!)} is ${told(wrong[0]!)}`,
        {
          expected,
          seen,
          objects: objects(wrong),
        },
      );
    const open = own.filter((one) => status(one, 'Ready') !== 'True');
    if (open.length > 0)
      return inconclusive(
        `${named(open[0]!)} is ${told(open[0]!)}: no KEDA operator has judged it, or it could not`,
        { expected, seen, objects: objects(open) },
      );
    return pass(`${own.length} of ${own.length} ScaledObjects Ready, none in fallback`, { expected, seen });
  },
});

const condition = ({ status: of }: ScaledObject, type: string) =>
  of?.conditions?.find((one) => one.type === type);
const status = (object: ScaledObject, type: string): string => condition(object, type)?.status ?? 'missing';

function told(object: ScaledObject): string {
  const fallback = status(object, 'Fallback');
  const worst = condition(object, fallback === 'True' ? 'Fallback' : 'Ready');
  const why =
    worst?.status === 'True' && worst.type === 'Ready' ? '' : ` (${worst?.reason ?? 'no reason given'})`;
  return `Ready ${status(object, 'Ready')}, Fallback ${fallback}${why}`;
}
