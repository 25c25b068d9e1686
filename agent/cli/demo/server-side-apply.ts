import { type KubeConfig, RequestContext } from '@kubernetes/client-node';
import { fetch } from 'undici';
import { CliError } from '../errors.ts';

/** An object as a manifest has it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** Where objects of a kind are: the kinds that the demo's manifests have. */
const places: Readonly<Record<string, (of: Manifest) => string>> = {
  CustomResourceDefinition: ({ metadata }) =>
    `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${metadata.name}`,
  ConfigMap: ({ metadata }) => `/api/v1/namespaces/${metadata.namespace}/configmaps/${metadata.name}`,
  Lease: ({ metadata }) =>
    `/apis/coordination.k8s.io/v1/namespaces/${metadata.namespace}/leases/${metadata.name}`,
  Secret: ({ metadata }) => `/api/v1/namespaces/${metadata.namespace}/secrets/${metadata.name}`,
};

const requestSeconds = 15;

/**
 * Server-side apply, sent as it is: the client library's models of kinds drop what they do not know, such as
 * `x-kubernetes-preserve-unknown-fields`, and a definition without that loses data.
 */
export async function serverSideApply(
  config: KubeConfig,
  object: Manifest,
  fieldManager: string,
): Promise<void> {
  const place = places[object.kind];
  if (!place) throw new CliError('internal', `objects of kind ${object.kind} cannot be applied`);
  const server = config.getCurrentCluster()?.server ?? '';
  const url = `${server}${place(object)}?${new URLSearchParams({ fieldManager, force: 'true' })}`;
  const context = new RequestContext(url, 'PATCH' as never);
  await config.applySecurityAuthentication(context);
  const dispatcher = context.getDispatcher();
  const answer = await fetch(url, {
    method: 'PATCH',
    headers: { ...context.getHeaders(), 'content-type': 'application/apply-patch+yaml' },
    body: JSON.stringify(object),
    signal: AbortSignal.timeout(requestSeconds * 1000),
    ...(dispatcher && { dispatcher }),
  });
  const said = await answer.text();
  if (answer.ok) return;
  const name = `${object.kind}/${object.metadata.name}`;
  const { message = said } = parsed(said);
  throw new CliError('unavailable', `The cluster refused ${name}: ${answer.status} ${message}.`);
}

function parsed(text: string): { message?: string } {
  try {
    return JSON.parse(text) as { message?: string };
  } catch {
    return {};
  }
}
