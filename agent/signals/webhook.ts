import { CoreV1Api, type KubeConfig } from '@kubernetes/client-node';
import { asProbeError } from '../../suites/probes/kubernetes/api-error.ts';
import { within } from '../../suites/probes/kubernetes/request-options.ts';
import type { Notice } from './notice.ts';
import type { SignalAdapter } from './signal.ts';

const requestSeconds = 10;

/** The decision as a CloudEvent 1.0 by POST. Any 2xx is a receipt. */
export const webhook: SignalAdapter = {
  name: 'webhook',
  signalsFor: ({ spec, metadata: { namespace } }, { config, http }) =>
    spec.signals.map(({ webhook: { url, headersSecret } }) => ({
      // A path or a query may hold a token.
      receiver: `webhook ${new URL(url).origin}`,
      async deliver(notice, signal) {
        const secret = headersSecret ? await headersOf(config, namespace, headersSecret, signal) : {};
        const { status } = await http.request(url, {
          method: 'POST',
          headers: { ...secret, 'content-type': 'application/cloudevents+json; charset=utf-8' },
          body: JSON.stringify(cloudEvent(notice)),
          maxBytes: 64 * 1024,
          signal: AbortSignal.any([signal, AbortSignal.timeout(requestSeconds * 1000)]),
        });
        if (status < 200 || status > 299) throw new Error(`answered ${status}`);
        return `answered ${status}`;
      },
    })),
};

export const cloudEvent = (notice: Notice) => ({
  specversion: '1.0',
  id: notice.id,
  source: `/seatrial/${notice.trial ?? `${notice.namespace}/${notice.release}`}`,
  type: 'dev.seatrial.decision.v1',
  subject: `${notice.release}/${notice.revision}`,
  time: notice.at,
  datacontenttype: 'application/json',
  data: notice,
});

async function headersOf(
  config: KubeConfig,
  namespace: string,
  name: string,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  try {
    const { data } = await config
      .makeApiClient(CoreV1Api)
      .readNamespacedSecret({ namespace, name }, within(requestSeconds, signal));
    return Object.fromEntries(
      Object.entries(data ?? {}).map(([header, value]) => [header, Buffer.from(value, 'base64').toString()]),
    );
  } catch (error) {
    throw asProbeError(`get Secret ${name}`, error);
  }
}
