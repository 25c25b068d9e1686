import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { type KubeConfig, RequestContext } from '@kubernetes/client-node';
import { fetch } from 'undici';
import { z } from 'zod';
import { ProbeError } from '../../suites/probes/probe-error.ts';
import { metadata } from '../resources/meta.ts';
import { type MetadataSource, type WatchEvent, WatchExpired } from './watch.ts';

const listSeconds = 10;
/** The server ends a watch after so long; a silent connection is given up a little later. */
const watchSeconds = 240;
const silenceSeconds = watchSeconds + 30;
const metadataOnly = 'g=meta.k8s.io;v=v1';

const listed = z.object({
  metadata: z.object({ resourceVersion: z.string() }),
  items: z.array(z.object({ metadata })).nullable(),
});
const event = z.object({
  type: z.string(),
  object: z.object({ metadata: metadata.partial().optional(), code: z.number().optional() }),
});

/** Lists and watches metadata alone, so that a change costs bytes and not objects. `path` such as `/apis/apps/v1/namespaces/x/deployments`. */
export function apiMetadata(config: KubeConfig, path: string): MetadataSource {
  return {
    async list(signal) {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(listSeconds * 1000)]);
      const accept = `application/json;as=PartialObjectMetadataList;${metadataOnly}`;
      const response = await request(config, path, {}, accept, limit);
      const {
        metadata: { resourceVersion },
        items,
      } = listed.parse(await response.json());
      return { resourceVersion, items: (items ?? []).map((item) => item.metadata) };
    },

    async *watch(resourceVersion, signal) {
      const query = {
        watch: '1',
        allowWatchBookmarks: 'true',
        resourceVersion,
        timeoutSeconds: String(watchSeconds),
      };
      const limit = AbortSignal.any([signal, AbortSignal.timeout(silenceSeconds * 1000)]);
      const accept = `application/json;as=PartialObjectMetadata;${metadataOnly}`;
      const response = await request(config, path, query, accept, limit);
      if (!response.body) return;
      const body = Readable.fromWeb(response.body);
      try {
        for await (const line of createInterface({ input: body })) {
          const { type, object } = event.parse(JSON.parse(line));
          if (type === 'ERROR')
            throw object.code === 410 ? new WatchExpired() : trouble(path, object.code ?? 0);
          yield {
            type: type as WatchEvent['type'],
            metadata: { name: '', namespace: '', ...object.metadata } as WatchEvent['metadata'],
          };
        }
      } finally {
        body.destroy();
      }
    },
  };
}

const trouble = (path: string, status: number): ProbeError =>
  new ProbeError(status === 403 ? 'forbidden' : 'server-error', `${path}: the API server answered ${status}`);

async function request(
  config: KubeConfig,
  path: string,
  query: Record<string, string>,
  accept: string,
  signal: AbortSignal,
) {
  const server = config.getCurrentCluster()?.server;
  if (!server) throw new ProbeError('unreachable', 'the kubeconfig names no cluster');
  const url = `${server}${path}?${new URLSearchParams(query)}`;
  const context = new RequestContext(url, 'GET');
  await config.applySecurityAuthentication(context);
  const dispatcher = context.getDispatcher();
  const response = await fetch(url, {
    headers: { ...context.getHeaders(), accept },
    signal,
    ...(dispatcher && { dispatcher }),
  });
  if (response.status === 410) throw new WatchExpired();
  if (response.status !== 200) throw trouble(path, response.status);
  return response;
}
