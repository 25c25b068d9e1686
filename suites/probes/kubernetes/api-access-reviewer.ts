import { AuthorizationV1Api, type KubeConfig } from '@kubernetes/client-node';
import type { AccessReviewer, Right } from './access.ts';
import { asProbeError } from './api-error.ts';
import { within } from './request-options.ts';

/** SelfSubjectAccessReviews through the API server. */
export class ApiAccessReviewer implements AccessReviewer {
  readonly #api: AuthorizationV1Api;

  constructor(config: KubeConfig) {
    this.#api = config.makeApiClient(AuthorizationV1Api);
  }

  async allowed({ verb, group, resource, subresource, name, namespace }: Right): Promise<boolean> {
    const resourceAttributes = {
      verb,
      group,
      resource,
      ...(subresource && { subresource }),
      ...(name && { name }),
      ...(namespace !== null && { namespace }),
    };
    try {
      const body = {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes },
      };
      return (await this.#api.createSelfSubjectAccessReview({ body }, within(10))).status?.allowed ?? false;
    } catch (error) {
      throw asProbeError('create a SelfSubjectAccessReview', error);
    }
  }
}
