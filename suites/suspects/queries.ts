import type { V1Node } from '@kubernetes/client-node';
import { ProbeError } from '../probes/probe-error.ts';
import type { PrometheusSample } from '../probes/prometheus/probe.ts';
import type { Scene } from './collector.ts';

/** Samples that are numbers. Throws `ProbeError`, also where no Prometheus is known. */
export async function asked({ prometheus, signal }: Scene, expression: string): Promise<PrometheusSample[]> {
  if (!prometheus) throw new ProbeError('unreachable', 'no Prometheus is known');
  const samples = await prometheus.query(expression, signal);
  return samples.filter(({ value }) => Number.isFinite(value));
}

/** Throws `ProbeError` where Prometheus knows nothing of what the expression counts. */
export async function mustHave(scene: Scene, expression: string, what: string): Promise<void> {
  const found = await asked(scene, `count(${expression})`);
  if (found.length === 0) throw new ProbeError('bad-answer', `Prometheus has no ${what}`);
}

/** A range needs a few scrapes: with the usual 30 s there are three in 90 s. A short load is seen with what was before it. */
const leastSeconds = 90;
const mostSeconds = 3600;

/** The load's time as a range of PromQL: `120s`. */
export function rangeOf({ before, after }: Scene): string {
  const seconds = Math.ceil((after.at.getTime() - before.at.getTime()) / 1000);
  return `${Math.min(mostSeconds, Math.max(leastSeconds, seconds))}s`;
}

/** How long ago a moment was at the end of the load, as an offset of PromQL. */
export const offsetTo = ({ after }: Scene, moment: Date): string =>
  `${Math.max(1, Math.ceil((after.at.getTime() - moment.getTime()) / 1000))}s`;

/** Labels in which exporters and scrape configurations name a node. */
export const nodeLabels = [
  'node',
  'kubernetes_node',
  'kubernetes_io_hostname',
  'nodename',
  'Hostname',
  'hostname',
  'instance',
] as const;

/** The node that a series is of: by its name, or by the address that was scraped. */
export function nodeOf(
  { labels }: Pick<PrometheusSample, 'labels'>,
  nodes: readonly V1Node[],
): V1Node | undefined {
  const said = nodeLabels.flatMap((label) => labels[label]?.replace(/:\d+$/, '') ?? []);
  return nodes.find(({ metadata, status }) =>
    [metadata?.name, ...(status?.addresses ?? []).map(({ address }) => address)].some(
      (name) => name !== undefined && said.includes(name),
    ),
  );
}

/** A selector's value, quoted as PromQL wants it. */
export const quoted = (value: string): string => JSON.stringify(value);
