import type { FaultRecipe } from '../fault-recipe.ts';

/** Port 9 of the machine itself: nobody listens there. */
export const prometheusSilent: FaultRecipe = {
  id: 'kubernetes/prometheus-silent',
  platform: 'kubernetes',
  title: 'Prometheus does not answer',
  settings: { prometheus: 'http://127.0.0.1:9' },
  caughtBy: ['prometheus-answers', 'preflight.observability'],
};
