import { defineCheck } from '../../check.ts';
import { inconclusive } from '../../record/finding.ts';
import { controllersIn } from './controllers.ts';
import { deployedIfReadable } from './deployed.ts';
import { controllerReads, liveControllers } from './live.ts';
import { roomReads, surgeRoom } from './room/surge-room.ts';

/** GPUs for the surge, summed over all pools, because they roll at once. Without a chart: as if all pods were replaced by their like. */
export const surgeGpus = defineCheck({
  id: 'preflight.surge-gpus',
  title: 'There are GPUs for the surge',
  question: 'Are there GPUs for the pods that a rollout starts before it ends the old ones?',
  needs: { kubernetes: [...controllerReads, ...roomReads], helm: true },
  timeoutSeconds: 60,
  blames: 'environment',
  source:
    'Upgrades and Rollback, Rolling Update Behavior: (desired replicas + maxSurge) GPUs, of all deployments in parallel',
  hint: 'add GPU nodes, or scale a deployment down before the upgrade',
  async run({ kubernetes, helm, subject, target }) {
    if (target?.trouble) return inconclusive('the chart cannot be rendered with these values');
    const live = await liveControllers(kubernetes, subject);
    const next = target ? controllersIn(target.objects) : live;
    const deployed = target ? await deployedIfReadable(helm) : null;
    return surgeRoom(kubernetes, next, live, deployed);
  },
});
