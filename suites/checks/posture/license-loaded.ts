import { Readable } from 'node:stream';
import type { V1Pod } from '@kubernetes/client-node';
import { extract } from 'tar-stream';
import { defineCheck } from '../../check.ts';
import { skip } from '../../record/finding.ts';
import { bad, findingOf, good, orUnsure, type Seen, unsure } from '../edge/seen.ts';
import { isLive } from '../workloads/members.ts';

export interface LicenseProxy {
  /** Whether a pod is the license proxy. */
  readonly is: (pod: V1Pod) => boolean;
  readonly port: number;
}

const mostPods = 10;
const mostBytes = 4 * 1024 * 1024;

/**
 * Air-gapped: the license is on a disk that outlives its pod, and the proxy's audit tells of one. What the archive holds
 * is not public: a license is looked for in its text, and where there is none it cannot be told.
 */
export const licenseLoaded = ({ is, port }: LicenseProxy) =>
  defineCheck({
    id: 'license-loaded',
    title: 'The license is loaded',
    question: 'Does the platform have its license with it, so that it runs offline?',
    needs: { kubernetes: ['list:pods'], http: true },
    timeoutSeconds: 60,
    blames: 'environment',
    source: 'Managed Kubernetes, Go-live (air-gapped only): license loaded; offline operation confirmed',
    hint: 'Send the license to the license proxy (POST /license), and switch on licenseProxy.persistence.',
    async run({ kubernetes, http, settings, signal }) {
      if (settings.posture !== 'air-gapped')
        return skip(
          `licenses are loaded by hand where settings.posture is air-gapped, and it is ${settings.posture ?? 'not set'}`,
        );
      const proxies = (await kubernetes.list('pods'))
        .filter((pod) => isLive(pod) && is(pod))
        .slice(0, mostPods);
      const seen = await Promise.all(
        proxies.map((pod) =>
          orUnsure(`Pod/${pod.metadata?.name}`, async () => {
            const object = `Pod/${pod.metadata?.name}`;
            const durable = (pod.spec?.volumes ?? []).some((volume) => volume.persistentVolumeClaim);
            if (!durable) return bad(object, 'it has no persistent volume: its license is lost with the pod');
            const ip = pod.status?.podIP;
            if (!ip) return bad(object, 'it has no address');
            const host = ip.includes(':') ? `[${ip}]` : ip;
            const answer = await http.request(`http://${host}:${port}/audit`, {
              maxBytes: mostBytes,
              signal,
            });
            if (answer.status >= 500) return bad(object, `GET /audit answered ${answer.status}`);
            if (answer.status !== 200) return unsure(object, `GET /audit answered ${answer.status}`);
            return told(object, await textsIn(answer.body));
          }),
        ),
      );
      if (seen.length === 0) seen.push(bad('license proxy', 'no running pod of it'));
      return findingOf(seen, 'a license on a persistent disk', 'the license proxy has its license with it');
    },
  });

function told(object: string, text: string | null): Seen {
  if (text === null) return unsure(object, 'GET /audit did not answer an archive');
  if (!/licen[sc]e/i.test(text)) return unsure(object, 'its audit tells of no license');
  return good(object, 'its audit tells of a license');
}

/** The text of all files of a tar; null where it is none. */
async function textsIn(tar: Buffer): Promise<string | null> {
  const archive = extract();
  const texts: Buffer[] = [];
  try {
    Readable.from([tar]).pipe(archive);
    for await (const entry of archive) for await (const part of entry) texts.push(part as Buffer);
    return Buffer.concat(texts).toString();
  } catch {
    return null;
  }
}
