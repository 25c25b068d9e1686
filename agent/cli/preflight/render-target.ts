import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { KubernetesObject } from '@kubernetes/client-node';
import { parse } from 'yaml';
import { z } from 'zod';
import { imagesIn } from '../../../suites/checks/preflight/images/pod-templates.ts';
import { objectsOf } from '../../../suites/probes/helm/decode.ts';
import type { Target } from '../../../suites/release/target.ts';
import type { CliContext } from '../context.ts';
import { CliError } from '../errors.ts';
import { helmProgram, runHelm } from './helm-program.ts';
import type { TargetOptions } from './target-options.ts';

export interface RenderRequest extends TargetOptions {
  readonly release: string;
  readonly namespace: string;
  readonly kubeContext: string | undefined;
  readonly tagOf: (image: string) => string | null;
  /** The deployed release's values: those of an upgrade that is given none, as Helm does it. */
  readonly deployedValues: Readonly<Record<string, unknown>> | null;
}

/** What `helm install --dry-run=client -o json` says of a chart and the values given to it. */
const rehearsal = z.object({
  chart: z.object({
    values: z.record(z.string(), z.unknown()).nullish(),
    schema: z.string().nullish(),
  }),
  config: z.record(z.string(), z.unknown()).nullish(),
});
const metadata = z.object({
  name: z.string(),
  version: z.coerce.string(),
  appVersion: z.coerce.string().nullish(),
});

/** The target of an upgrade, rendered by Helm against the cluster's own capabilities. @throws CliError where the chart cannot be read */
export async function renderTarget(context: CliContext, request: RenderRequest): Promise<Target> {
  const { release, namespace, kubeContext, valueFiles, sets } = request;
  const chart = request.chart!;
  const { env, owner } = context;
  const binary = await helmProgram(context);
  const helm = (...args: readonly string[]) => runHelm(binary, args, env, owner.signal);
  const folder = await mkdtemp(join(tmpdir(), 'seatrial-target-'));
  try {
    const files = [...valueFiles];
    if (files.length === 0 && sets.length === 0 && request.deployedValues) {
      files.push(join(folder, 'values.json'));
      await writeFile(files[0]!, JSON.stringify(request.deployedValues), { mode: 0o600 });
    }
    const given = [...files.flatMap((file) => ['--values', file]), ...sets.flatMap((set) => ['--set', set])];
    const named = await helm('show', 'chart', chart);
    if (!named.ok) throw new CliError('usage', `The chart ${chart} cannot be read: ${named.complaint}.`);
    const { name, version, appVersion = null } = metadata.parse(parse(named.text));
    const definitions = await helm('show', 'crds', chart);

    const where = [
      '--namespace',
      namespace,
      ...(kubeContext === undefined ? [] : ['--kube-context', kubeContext]),
    ];
    const told = await helm(
      'install',
      release,
      chart,
      ...where,
      '--dry-run=client',
      '--output',
      'json',
      ...given,
    );
    // With the server one knows which APIs are there, and charts can look things up.
    const template = (side: string) =>
      helm('template', release, chart, ...where, '--is-upgrade', `--dry-run=${side}`, ...given);
    const atServer = told.ok ? await template('server') : told;
    const rendered = atServer.ok || !told.ok ? atServer : await template('client');
    const parsed = told.ok ? rehearsal.parse(JSON.parse(told.text)) : null;
    const all = rendered.ok ? objectsOf(rendered.text) : [];
    const objects = all.filter((object) => hookOf(object) === undefined);
    const defaults = parsed?.chart.values ?? (await defaultsOf(helm, chart));
    return {
      source: `chart ${basename(chart)}${valueFiles.length > 0 ? ` with ${valueFiles.map((file) => basename(file)).join(', ')}` : ''}`,
      chart: { name, version, appVersion: appVersion ?? null },
      tag: mostFrequent(imagesIn(objects).flatMap((image) => request.tagOf(image) ?? [])),
      values: parsed?.config ?? {},
      defaults,
      schema: parsed?.chart.schema ? JSON.parse(Buffer.from(parsed.chart.schema, 'base64').toString()) : null,
      trouble: rendered.ok ? null : rendered.complaint,
      objects,
      // Tests are run when somebody asks for them, not by an upgrade.
      hooks: all.filter((object) => /^(?!test).+/.test(hookOf(object) ?? '')),
      definitions: definitions.ok ? objectsOf(definitions.text) : [],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const hookOf = ({ metadata: meta }: KubernetesObject): string | undefined =>
  meta?.annotations?.['helm.sh/hook'];

async function defaultsOf(
  helm: (...args: readonly string[]) => ReturnType<typeof runHelm>,
  chart: string,
): Promise<Record<string, unknown>> {
  const shown = await helm('show', 'values', chart);
  return shown.ok ? ((parse(shown.text) as Record<string, unknown> | null) ?? {}) : {};
}

function mostFrequent(tags: readonly string[]): string | null {
  const ranked = [...Map.groupBy(tags, (tag) => tag)].sort(([, a], [, b]) => b.length - a.length);
  return ranked[0]?.[0] ?? null;
}
