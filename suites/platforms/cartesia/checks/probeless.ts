import { defineCheck } from '../../../check.ts';
import type { NetworkProbe } from '../../../probes/network/probe.ts';
import { type Finding, fail, inconclusive, pass } from '../../../record/finding.ts';
import { hostOf, type PartPod, podsOf } from '../parts.ts';

const connectMs = 3000;
/** One of each is usual; more than this many are not looked at. */
const mostPods = 10;

/** Whether pods can be reached from here at all: an API pod that answers is the witness. */
async function canReachPods(apis: readonly PartPod[], network: NetworkProbe): Promise<boolean> {
  for (const api of apis.slice(0, 3))
    if ((await network.connect(api.ip, api.port(['http'], 5000), connectMs)).open) return true;
  return false;
}

/** A refusal is an answer only where pods can be reached: a router on the way may refuse as well. */
const closed = (name: string, port: number, witness: boolean): Finding =>
  witness
    ? fail(
        `${name} is Running, but nobody answers on port ${port}, and the connection is refused, while the API's pod takes one`,
        {
          expected: `a listener on port ${port}`,
          seen: 'connection refused',
          objects: [`Pod/${name}`],
        },
      )
    : inconclusive(
        `${name} does not answer on port ${port}, and whether pods can be reached from here is not known`,
        {
          objects: [`Pod/${name}`],
        },
      );

/** NATS has no probes in the chart: `Ready` says only that its container runs. */
export const nats = defineCheck({
  id: 'cartesia.nats',
  title: 'NATS answers',
  question: 'Does the message bus really answer, which has no probes?',
  needs: { kubernetes: ['list:pods'], http: true, network: true },
  timeoutSeconds: 30,
  blames: 'release',
  source: 'Managed Kubernetes, Verify: license proxy and NATS have no chart-defined health probes',
  hint: "Look at NATS's logs, and restart its pod if it hangs",
  async run({ subject, kubernetes, http, network, signal }) {
    const pods = await kubernetes.list('pods');
    const servers = podsOf('nats', pods, subject.release).slice(0, mostPods);
    if (servers.length === 0) return inconclusive('no running pod has the image of NATS');
    const said: string[] = [];
    for (const server of servers) {
      const port = server.port(['client', 'nats'], 4222);
      const { open, refused = false } = await network.connect(server.ip, port, connectMs);
      if (!open)
        return closed(
          server.name,
          port,
          refused && (await canReachPods(podsOf('api', pods, subject.release), network)),
        );
      const monitor = server.port(['monitor'], 8222);
      const health = (await network.connect(server.ip, monitor, connectMs)).open
        ? await http.request(`http://${hostOf(server)}:${monitor}/healthz`, { maxBytes: 4096, signal })
        : null;
      if (health && health.status >= 500)
        return fail(`${server.name} says that it is not well: /healthz answered ${health.status}`, {
          expected: '200',
          seen: health.body.toString('utf8', 0, 200),
          objects: [`Pod/${server.name}`],
        });
      said.push(
        `${server.name}: port ${port} open${health ? `, /healthz ${health.status}` : ', no monitoring port'}`,
      );
    }
    return pass(`${servers.length} of ${servers.length} NATS servers answer`, { seen: said.join('; ') });
  },
});

/** The license proxy has no probes either. Air-gapped it must also hand out its audit, which is all it serves to read. */
export const licenseProxy = defineCheck({
  id: 'cartesia.license-proxy',
  title: 'The license proxy answers',
  question: 'Does the license proxy really answer, which has no probes?',
  needs: { kubernetes: ['list:pods'], http: true, network: true },
  timeoutSeconds: 30,
  blames: 'release',
  source: 'Managed Kubernetes, Verify: license proxy and NATS have no chart-defined health probes',
  hint: "Look at the license proxy's logs: without it, licenses cannot be renewed",
  async run({ subject, kubernetes, http, network, settings, signal }) {
    const pods = await kubernetes.list('pods');
    const proxies = podsOf('license-proxy', pods, subject.release).slice(0, mostPods);
    if (proxies.length === 0) return inconclusive('no running pod has the image of the license proxy');
    const path = settings.posture === 'air-gapped' ? '/audit' : '/metrics';
    for (const proxy of proxies) {
      const port = proxy.port(['http', 'metrics'], 8080);
      const { open, refused = false } = await network.connect(proxy.ip, port, connectMs);
      if (!open)
        return closed(
          proxy.name,
          port,
          refused && (await canReachPods(podsOf('api', pods, subject.release), network)),
        );
      const { status, body } = await http.request(`http://${hostOf(proxy)}:${port}${path}`, { signal });
      const seen = {
        expected: '200',
        seen: `${status} ${body.toString('utf8', 0, 200)}`,
        objects: [`Pod/${proxy.name}`],
      };
      if (status >= 500) return fail(`${proxy.name} answered ${status} at ${path}`, seen);
      // Only /license and /audit are documented; that another path is unknown to it still shows that it lives.
      if (path === '/audit' && status !== 200)
        return inconclusive(
          `${proxy.name} answered ${status} at /audit, which air-gapped deployments have`,
          seen,
        );
    }
    return pass(
      `${proxies.length} of ${proxies.length} license proxies answer${path === '/audit' ? ' and hand out their audit' : ''}`,
    );
  },
});
