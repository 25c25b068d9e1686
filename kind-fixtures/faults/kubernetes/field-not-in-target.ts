import type { FaultRecipe } from '../fault-recipe.ts';

/** The definition in the cluster has a field that the target's lacks: objects that use it would lose it. */
export const fieldNotInTarget: FaultRecipe = {
  id: 'kubernetes/field-not-in-target',
  platform: 'wordcab',
  title: 'The target takes a field out of a custom resource',
  objects: [
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      name: 'wordcabpools.wordcab.com',
      change: 'patch',
      patch: {
        spec: {
          versions: [
            {
              name: 'v1',
              served: true,
              storage: true,
              subresources: { status: {} },
              schema: {
                openAPIV3Schema: {
                  type: 'object',
                  'x-kubernetes-preserve-unknown-fields': true,
                  properties: {
                    spec: {
                      type: 'object',
                      'x-kubernetes-preserve-unknown-fields': true,
                      properties: { onlyInTheOldRelease: { type: 'string' } },
                    },
                  },
                },
              },
            },
          ],
        },
      },
    },
  ],
  caughtBy: ['preflight.definitions'],
};
