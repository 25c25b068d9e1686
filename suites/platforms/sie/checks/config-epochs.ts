import type { CheckContext } from '../../../check.ts';
import { defineCheck } from '../../../check.ts';
import { samplesIn } from '../../../probes/prometheus/exposition.ts';
import { type Finding, fail, inconclusive, pass } from '../../../record/finding.ts';
import { pendingBundles, statusOf } from '../bundles.ts';
import { isFinding } from '../health.ts';
import { labelsOf, serviceUrl, servingPods } from '../parts.ts';
import { poll } from '../poll.ts';
import { jsonOf } from '../replies.ts';

const needs = { kubernetes: ['list:services', 'list:pods'], http: true } as const;
type Context = CheckContext<typeof needs>;

/** A delta reaches the gateways over NATS within seconds; a lost one is fetched again. */
const patienceSeconds = 30;
const mostGateways = 50;

/** Each gateway serves from a copy of the configuration: every copy must be the current one, and every worker have it. */
export const configEpochs = defineCheck({
  id: 'sie.config-epochs',
  title: 'Gateways and workers have the current configuration',
  question: 'Do all gateways and workers have the configuration that the config service has?',
  needs,
  timeoutSeconds: 90,
  blames: 'release',
  source: 'Upgrade Runbook 4.5: config drift; metrics sie_config_epoch and sie_gateway_config_epoch',
  hint: 'Restart the gateway pod that is behind: it fetches the whole configuration then',
  run: (context) => poll(patienceSeconds, context.signal, () => look(context)),
});

async function look(context: Context): Promise<Finding> {
  const { kubernetes, subject } = context;
  const services = await kubernetes.list('services', { labels: labelsOf('config', subject.release) });
  const url = services.flatMap((service) => serviceUrl(service) ?? [])[0];
  if (url === undefined) return inconclusive('no Service of the release is labelled as the config service’s');
  const current = await configEpoch(context, url);
  if (current === null) return inconclusive('the config service does not say at which epoch it is');
  const pods = servingPods(
    await kubernetes.list('pods', { labels: labelsOf('gateway', subject.release) }),
  ).slice(0, mostGateways);
  if (pods.length === 0) return inconclusive('no gateway pod is running');
  const pending = await pendingBundles(context);
  if (isFinding(pending)) return pending;
  const epochs = await Promise.all(
    pods.map(async (pod) => ({ ...pod, epoch: await gatewayEpoch(context, pod.url, pending.model) })),
  );
  const expected = `epoch ${current}, the config service's, at each of ${pods.length} gateways`;
  const seen = epochs.map(({ name, epoch }) => `${name}: ${epoch ?? 'not told'}`).join('; ');
  const behind = epochs.filter(({ epoch }) => epoch !== null && epoch !== current);
  if (behind.length > 0)
    return fail(`${behind.length} of ${pods.length} gateways are not at epoch ${current}`, {
      expected,
      seen,
      objects: behind.map(({ name }) => `Pod/${name}`),
    });
  if (pending.workers.length > 0)
    return fail(`${pending.workers.length} workers have not acknowledged the configuration of their bundle`, {
      expected: `the expected hash of each of ${pending.bundles} bundles`,
      seen: pending.workers.map(({ name, bundle }) => `${name}: ${bundle}`).join('; '),
      objects: pending.workers.map(({ name }) => `Pod/${name}`),
    });
  const silent = epochs.filter(({ epoch }) => epoch === null);
  if (silent.length > 0)
    return inconclusive(`${silent.length} of ${pods.length} gateways do not say at which epoch they are`, {
      expected,
      seen,
    });
  return pass(`epoch ${current} everywhere, ${pending.bundles} bundles acknowledged`, { expected, seen });
}

/** From the metrics, else, where a later version sends those to a collector, from what it says of a model. */
async function gatewayEpoch(context: Context, url: string, model: string | null): Promise<number | null> {
  const epoch = await metric(context, url, 'sie_gateway_config_epoch');
  if (epoch !== null || model === null) return epoch;
  return (await statusOf(url, model, context))?.config_epoch ?? null;
}

/** From `/v1/configs/epoch`, else from the metrics; null where neither says. */
async function configEpoch(context: Context, url: string): Promise<number | null> {
  const { endpoint, http, signal } = context;
  const answer = await http.request(`${url}/v1/configs/epoch`, { headers: endpoint.headers, signal });
  const epoch =
    answer.status === 200 ? (jsonOf(answer) as { epoch?: unknown } | undefined)?.epoch : undefined;
  return typeof epoch === 'number' && Number.isFinite(epoch)
    ? epoch
    : metric(context, url, 'sie_config_epoch');
}

/** The one series of a metric; null where it is missing, no number, or where there are several. */
async function metric(
  { endpoint, http, signal }: Context,
  url: string,
  name: string,
): Promise<number | null> {
  const answer = await http.request(`${url}/metrics`, { headers: endpoint.headers, signal });
  if (answer.status !== 200) return null;
  const values = samplesIn(answer.body.toString(), name).map(({ value }) => value);
  return values.length === 1 && Number.isFinite(values[0]) ? values[0]! : null;
}
