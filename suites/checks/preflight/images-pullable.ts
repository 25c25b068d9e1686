import { defineCheck } from '../../check.ts';
import { inconclusive } from '../../record/finding.ts';
import { podTemplatesIn } from './images/pod-templates.ts';
import { imageReads, imagesPullable as pullable } from './images/pullable.ts';
import { controllerReads, liveControllers } from './live.ts';

/** Every image of the target, its hooks included, or of what runs now where no chart is given. */
export const imagesPullable = defineCheck({
  id: 'preflight.images-pullable',
  title: 'Every image can be pulled',
  question: 'Can the nodes pull every image that the upgrade needs?',
  needs: { kubernetes: [...controllerReads, ...imageReads], registry: true },
  timeoutSeconds: 120,
  blames: 'environment',
  source: 'Upgrade Runbook 2.1 Prepare New Images; Managed Kubernetes, Create Secrets',
  hint: 'push the image, or correct its name or the pull secret, before the upgrade',
  async run({ kubernetes, registry, subject, target, signal }) {
    if (target?.trouble) return inconclusive('the chart cannot be rendered with these values');
    const templates = target
      ? podTemplatesIn([...target.objects, ...target.hooks])
      : (await liveControllers(kubernetes, subject)).map(({ kind, name, pod }) => ({
          of: `${kind}/${name}`,
          pod,
        }));
    return pullable(kubernetes, registry, templates, signal);
  },
});
