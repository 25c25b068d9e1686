import { createHash } from 'node:crypto';
import type { V1ConfigMap, V1PodTemplateSpec } from '@kubernetes/client-node';

/** Annotations that say when a pod was restarted, not what it is. */
const restartAnnotations = ['kubectl.kubernetes.io/restartedAt'];

/** JSON with sorted keys and without undefined, so that equal values have equal texts. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    item && typeof item === 'object' && !Array.isArray(item) && !(item instanceof Date)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What a pod template says, less what does not change the release. 16 hex digits. */
export function templateHash(template: V1PodTemplateSpec): string {
  const annotations = Object.fromEntries(
    Object.entries(template.metadata?.annotations ?? {}).filter(
      ([name]) => !restartAnnotations.includes(name),
    ),
  );
  return hash(canonical({ labels: template.metadata?.labels ?? {}, annotations, spec: template.spec })).slice(
    0,
    16,
  );
}

/** Names of the ConfigMaps that a template mounts or takes its environment from. */
export function referencedConfigMaps(template: V1PodTemplateSpec): string[] {
  const spec = template.spec;
  const containers = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
  const names = [
    ...(spec?.volumes ?? []).flatMap((volume) => [
      volume.configMap?.name,
      ...(volume.projected?.sources ?? []).map((source) => source.configMap?.name),
    ]),
    ...containers.flatMap((container) => [
      ...(container.envFrom ?? []).map((source) => source.configMapRef?.name),
      ...(container.env ?? []).map((variable) => variable.valueFrom?.configMapKeyRef?.name),
    ]),
  ];
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

/** The release's fingerprint: its workloads' templates and the ConfigMaps that they read. Not replicas, not status. */
export function fingerprint(
  templates: readonly { readonly name: string; readonly hash: string }[],
  configMaps: readonly V1ConfigMap[],
): string {
  const content = {
    templates: templates.map(({ name, hash: digest }) => `${name}=${digest}`).sort(),
    configMaps: configMaps
      .map((map) => ({ name: map.metadata?.name, data: map.data ?? {}, binaryData: map.binaryData ?? {} }))
      .sort((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1)),
  };
  return hash(canonical(content)).slice(0, 32);
}
