import {
  type KubeConfig,
  type KubernetesObject,
  KubernetesObjectApi,
  PatchStrategy,
  type V1ObjectMeta,
} from '@kubernetes/client-node';
import type { ObjectChange, ObjectChoice } from './fault-recipe.ts';

type Chosen = KubernetesObject & { metadata: { name: string; namespace?: string } };

/** Makes the changes in order; disposing takes them back, the last one first. */
export async function changeObjects(
  config: KubeConfig,
  namespace: string,
  changes: readonly ObjectChange[],
): Promise<AsyncDisposable> {
  const api = KubernetesObjectApi.makeApiClient(config);
  const status = config.makeApiClient(StatusApi);
  await using undo = new AsyncDisposableStack();
  for (const change of changes) {
    if (change.change === 'create') {
      const { namespace: own = namespace, ...metadata } = change.object.metadata ?? {};
      const made = await api.create({ ...change.object, metadata: { ...metadata, namespace: own } });
      undo.defer(async () => {
        await api.delete(made).catch(unlessGone);
      });
      continue;
    }
    for (const found of await chosen(api, namespace, change)) {
      if (change.change === 'delete') {
        await api.delete(found);
        undo.defer(() => revive(api, found));
      } else {
        const to = change.subresource ? status : api;
        await patch(to, found, change.patch);
        undo.defer(() => patch(to, found, inverse(found, change.patch)));
      }
    }
  }
  return undo.move();
}

async function chosen(
  api: KubernetesObjectApi,
  namespace: string,
  { apiVersion, kind, name, labels }: ObjectChoice,
): Promise<Chosen[]> {
  const found =
    name === undefined
      ? (await api.list(apiVersion, kind, namespace, undefined, undefined, undefined, undefined, labels))
          .items
      : [await api.read({ apiVersion, kind, metadata: { name, namespace } })];
  if (found.length === 0) throw new Error(`there is no ${kind} ${labels ?? ''} in ${namespace} to change`);
  return found.map((object) => ({ ...object, apiVersion, kind }) as Chosen);
}

async function patch(
  api: KubernetesObjectApi,
  { apiVersion, kind, metadata: { name, namespace } }: Chosen,
  content: Readonly<Record<string, unknown>>,
): Promise<void> {
  const own = { name, ...(namespace !== undefined && { namespace }) };
  const spec = {
    ...content,
    apiVersion: apiVersion!,
    kind: kind!,
    metadata: { ...(isRecord(content.metadata) ? content.metadata : {}), ...own },
  };
  await api.patch(spec, undefined, undefined, undefined, undefined, PatchStrategy.MergePatch);
}

/** The client's object API knows no subresources: the path of each request is lengthened. */
class StatusApi extends KubernetesObjectApi {
  protected override async specUriPath(
    ...args: Parameters<KubernetesObjectApi['specUriPath']>
  ): Promise<string> {
    return `${await super.specUriPath(...args)}/status`;
  }
}

/** The patch that undoes a merge patch, given what was there before. */
export function inverse(before: object, content: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const was = before as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(content).map(([key, value]) => {
      const old = was[key];
      const nested = isRecord(value) && isRecord(old);
      return [key, nested ? inverse(old, value) : (old ?? null)];
    }),
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Made again by whoever applied it: Helm refuses to upgrade fields that belong to another manager. */
async function revive(api: KubernetesObjectApi, object: Chosen): Promise<void> {
  const { managedFields = [] } = object.metadata as V1ObjectMeta;
  const applier = managedFields.find(({ operation }) => operation === 'Apply')?.manager;
  const again = reborn(object);
  if (applier === undefined) await api.create(again);
  else await api.patch(again, undefined, undefined, applier, true, PatchStrategy.ServerSideApply);
}

/** The object without what the API server gave it. */
function reborn(object: Chosen): KubernetesObject {
  const { name, namespace, labels, annotations, ownerReferences } = object.metadata as V1ObjectMeta;
  const metadata = {
    name: name!,
    ...(namespace && { namespace }),
    ...(labels && { labels }),
    ...(annotations && { annotations }),
    ...(ownerReferences && { ownerReferences }),
  };
  const { status: _, ...kept } = object as Chosen & { status?: unknown };
  return { ...kept, metadata };
}

function unlessGone(error: unknown): void {
  if ((error as { code?: number }).code !== 404) throw error;
}
