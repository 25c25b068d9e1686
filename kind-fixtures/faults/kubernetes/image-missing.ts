import type { FaultRecipe } from '../fault-recipe.ts';

/** With the policy Never no registry is asked: the image must be on the node, and is not. */
export const imageMissing: FaultRecipe = {
  id: 'kubernetes/image-missing',
  platform: 'cartesia',
  title: 'An image is nowhere to be had',
  target: null,
  objects: [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      labels: 'app.kubernetes.io/component=license-proxy',
      change: 'patch',
      patch: {
        spec: {
          template: {
            spec: {
              containers: [
                {
                  name: 'license-proxy',
                  image: 'localhost/seatrial/never-built:v1',
                  imagePullPolicy: 'Never',
                },
              ],
            },
          },
        },
      },
    },
  ],
  caughtBy: ['preflight.images-pullable', 'preflight.pods-healthy'],
};
