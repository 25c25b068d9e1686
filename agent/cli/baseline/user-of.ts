import { AuthenticationV1Api, type KubeConfig } from '@kubernetes/client-node';
import { within } from '../../../suites/probes/kubernetes/request-options.ts';
import { CliError } from '../errors.ts';

/** Who the API server takes the kubeconfig's user for. @throws CliError (`unavailable`) where it does not tell */
export async function userOf(config: KubeConfig): Promise<string> {
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
  const review = await config
    .makeApiClient(AuthenticationV1Api)
    .createSelfSubjectReview({ body }, within(10))
    .catch((cause: unknown) => {
      throw new CliError(
        'unavailable',
        'The cluster does not tell who you are: give a name with --who.',
        cause,
      );
    });
  const name = review.status?.userInfo?.username;
  if (name) return name;
  throw new CliError('unavailable', 'The cluster has no name for you: give one with --who.');
}
