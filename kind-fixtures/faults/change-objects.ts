import {
  type Configuration,
  type ConfigurationOptions,
  type KubeConfig,
  type KubernetesObject,
  KubernetesObjectApi,
  Observable,
  type ObservableMiddleware,
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
        undo.defer(async () => {
          await api.create(reborn(found));
        });
      } else {
        await patch(api, found, change.patch, change.subresource);
        undo.defer(() => patch(api, found, inverse(found, change.patch), change.subresource));
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
  subresource: 'status' | undefined,
): Promise<void> {
  const own = { name, ...(namespace !== undefined && { namespace }) };
  const spec = {
    ...content,
    apiVersion: apiVersion!,
    kind: kind!,
    metadata: { ...(isRecord(content.metadata) ? content.metadata : {}), ...own },
  };
  const options = subresource ? (below(subresource) as unknown as Configuration) : undefined;
  await api.patch(spec, undefined, undefined, undefined, undefined, PatchStrategy.MergePatch, options);
}

/** The client's object API knows no subresources: the request's path is lengthened on its way. */
function below(subresource: string): ConfigurationOptions {
  const middleware: ObservableMiddleware = {
    pre: (context) => {
      const url = new URL(context.getUrl());
      url.pathname += `/${subresource}`;
      context.setUrl(url.href);
      return new Observable(Promise.resolve(context));
    },
    post: (context) => new Observable(Promise.resolve(context)),
  };
  return { middleware: [middleware], middlewareMergeStrategy: 'append' };
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
