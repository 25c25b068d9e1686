import type { FaultRecipe } from '../fault-recipe.ts';

/** Port 9 of the machine itself: nobody listens there. */
export const grafanaSilent: FaultRecipe = {
  id: 'kubernetes/grafana-silent',
  platform: 'kubernetes',
  title: 'Grafana does not answer',
  settings: { grafana: 'http://127.0.0.1:9' },
  caughtBy: ['grafana-answers'],
};
