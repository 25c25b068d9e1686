import type { ClusterApi } from '../clusters/api.ts';

/** What hinders the pods of a Deployment, with their last words: for the sentence of an error. */
export async function complaintsOf(api: ClusterApi, namespace: string, deployment: string): Promise<string> {
  const base = `/api/v1/namespaces/${namespace}/pods`;
  const pods = (await api.call('GET', base)).body?.items ?? [];
  const told: string[] = [];
  for (const { metadata, status } of pods) {
    if (!metadata.name.startsWith(`${deployment}-`)) continue;
    for (const { name, ready, state, restartCount } of status.containerStatuses ?? []) {
      if (ready) continue;
      const { reason = 'not ready', message = '' } = state?.waiting ?? state?.terminated ?? {};
      const previous = restartCount > 0 ? '&previous=true' : '';
      const log = await api.call(
        'GET',
        `${base}/${metadata.name}/log?container=${name}&tailLines=2${previous}`,
      );
      const words = log.status === 200 ? String(log.body).trim() : '';
      told.push([`${metadata.name}: ${reason}`, message, words].filter((text) => text !== '').join('; '));
    }
  }
  return told.join('\n') || 'no pod was made';
}
