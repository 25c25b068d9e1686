import { defineCheck } from '../../check.ts';
import { fail, pass, skip } from '../../record/finding.ts';
import { isOfSubject, named, pauseOf } from './scalers.ts';

/** No ScaledObject was left paused. One that is stays Ready and loses its HorizontalPodAutoscaler: no other check sees it. */
export const kedaNotPaused = defineCheck({
  id: 'keda-not-paused',
  title: 'Autoscaling is not paused',
  question: 'Did somebody pause autoscaling for the upgrade and forget it?',
  needs: { kubernetes: ['list:scaledobjects'] },
  timeoutSeconds: 30,
  blames: 'environment',
  source: 'Upgrade Runbook 3.4: unpause KEDA if paused in step 1.5',
  hint: 'Run `seatrial resume`, or take the annotations autoscaling.keda.sh/paused and paused-replicas away.',
  async run({ subject, kubernetes }) {
    const own = (await kubernetes.list('scaledobjects')).filter(isOfSubject(subject));
    if (own.length === 0) return skip('the release has no ScaledObject');
    const paused = own.flatMap((object) => {
      const how = pauseOf(object);
      return how === null ? [] : [{ name: named(object), how }];
    });
    const expected = `none of ${own.length} ScaledObjects paused`;
    if (paused.length === 0) return pass(`${own.length} of ${own.length} ScaledObjects scale`, { expected });
    return fail(`${paused.length} of ${own.length} ScaledObjects: ${paused[0]!.name} is ${paused[0]!.how}`, {
      expected,
      seen: paused.map(({ name, how }) => `${name}: ${how}`).join('; '),
      objects: paused.map(({ name }) => name),
    });
  },
});
