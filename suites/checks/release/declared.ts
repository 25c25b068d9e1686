import type { KubernetesObject } from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';
import type { HelmRelease } from '../../probes/helm/history.ts';
import { type Kind, kinds } from '../../probes/kubernetes/reader.ts';

/**
 * What a revision declares of some kinds: its manifest, and what its hooks carry in ConfigMaps for a Job to apply.
 * SIE 0.3.1 ships its ScaledObjects the second way, and `helm rollback` does not run that hook.
 */
export function declaredObjects(
  { objects, hooks }: HelmRelease,
  wanted: readonly Kind[],
): { readonly kind: Kind; readonly object: KubernetesObject }[] {
  return [...objects, ...hooks, ...hooks.flatMap(carried)].flatMap((object) => {
    const kind = wanted.find((one) => isOfKind(object, one));
    return kind === undefined ? [] : [{ kind, object }];
  });
}

const isOfKind = ({ apiVersion = '', kind = '' }: KubernetesObject, wanted: Kind): boolean => {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  const plural = kind
    .toLowerCase()
    .replace(/y$/, 'ie')
    .replace(/(ss|x)$/, '$1e');
  return kinds[wanted].group === group && `${plural}s` === wanted;
};

function carried(hook: KubernetesObject): KubernetesObject[] {
  if (hook.kind !== 'ConfigMap') return [];
  const { data = {} } = hook as { data?: Readonly<Record<string, unknown>> };
  return Object.values(data ?? {}).flatMap((text) =>
    typeof text === 'string' && /^kind:/m.test(text)
      ? parseAllDocuments(text).flatMap((document) => {
          const object = document.errors.length === 0 ? (document.toJS() as KubernetesObject | null) : null;
          return object?.kind && object.metadata?.name ? [object] : [];
        })
      : [],
  );
}
