import type { Registry } from 'prom-client';
import { html } from '../../reports/reporters/html.ts';
import { recordOf } from '../../suites/record/record.ts';
import type { CustomResources } from '../resources/custom-resources.ts';
import type { TrialRun } from '../resources/trial-run.ts';

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** What the routes read. */
export interface RouteSources {
  readonly ready: () => boolean;
  readonly registry: Registry;
  readonly runs: CustomResources<TrialRun>;
  readonly namespaces: readonly string[];
}

const text = (status: number, body: string): Answer => ({ status, type: 'text/plain; charset=utf-8', body });
const json = (value: unknown): Answer => ({
  status: 200,
  type: 'application/json; charset=utf-8',
  body: `${JSON.stringify(value, null, 2)}\n`,
});
const notFound = text(404, 'not found\n');

/** Answers a GET of a path; there is nothing to POST. */
export async function answer(path: string, sources: RouteSources): Promise<Answer> {
  switch (path) {
    case '/healthz':
      return text(200, 'ok\n');
    case '/readyz':
      return sources.ready() ? text(200, 'ok\n') : text(503, 'the Trials are not listed yet\n');
    case '/metrics':
      return { status: 200, type: sources.registry.contentType, body: await sources.registry.metrics() };
    case '/runs':
      return json(await listed(sources));
  }
  const [, room, namespace, name, page, ...rest] = path.split('/');
  if (room !== 'runs' || !namespace || !name || rest.length > 0) return notFound;
  if (!sources.namespaces.includes(namespace)) return notFound;
  const run = await sources.runs.get(namespace, name);
  if (run === null || 'invalid' in run) return notFound;
  const record = recordOf(run.spec.plan, run.status.journal);
  if (page === undefined) return json(record);
  if (page !== 'report.html') return notFound;
  return { status: 200, type: html.mediaType, body: await html.render(record) };
}

/** Every run, newest first, as a person would list them. */
async function listed({ runs, namespaces }: RouteSources) {
  const all = (await Promise.all(namespaces.map((namespace) => runs.list(namespace)))).flat();
  return all
    .map(({ metadata, spec, status }) => ({
      namespace: metadata.namespace,
      name: metadata.name,
      trial: spec.trial,
      revision: spec.occurrence.revision,
      tag: spec.tag,
      phase: status.phase ?? null,
      verdict: status.verdict ?? null,
      decision: status.decision ?? null,
      startedAt: spec.plan.createdAt,
      report: `/runs/${metadata.namespace}/${metadata.name}/report.html`,
    }))
    .sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
}
