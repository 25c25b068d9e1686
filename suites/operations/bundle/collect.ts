import type { V1Pod, V1Secret } from '@kubernetes/client-node';
import type { HelmHistory } from '../../probes/helm/history.ts';
import type { LogReader } from '../../probes/kubernetes/logs.ts';
import type { ClusterReader } from '../../probes/kubernetes/reader.ts';
import { ProbeError } from '../../probes/probe-error.ts';
import { type KnownSecret, type Redacted, redactFiles, type SourceFile } from '../redact/redact-files.ts';
import { collectLogs, type LogLimits } from './collect-logs.ts';
import { type AnyKindReader, collectObjects } from './collect-objects.ts';
import { listSecrets, withoutSecrets } from './collect-secrets.ts';
import { failingPods } from './failing-pods.ts';

export interface BundleRequest {
  readonly reader: ClusterReader;
  readonly any: AnyKindReader;
  readonly logs: LogReader;
  readonly helm: HelmHistory;
  readonly release: string;
  readonly limits: LogLimits;
  /** For the hashes of Secrets. */
  readonly hashingKey: Uint8Array;
  /** Documents of ours to put in, by path: the run's record, snapshots. */
  readonly documents: Readonly<Record<string, object>>;
  /** Secrets that only the caller knows, such as an API key. */
  readonly known: readonly string[];
  readonly seatrial: string;
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
}

export interface Bundle {
  readonly redacted: Redacted;
  /** What could not be read, was cut or left out. */
  readonly notes: readonly string[];
  /** False where the namespace's Secrets could not be read: then only rules guard the bundle. */
  readonly secretsRead: boolean;
}

/** Newest Helm revisions whose values and manifests are in a bundle; the history has all. */
const mostRevisions = 5;
const mostReported = 20_000;

/** Everything that an engineer wants to see of a release in trouble, without its secrets. Nothing is written. */
export async function collectBundle(request: BundleRequest): Promise<Bundle> {
  const { reader, any, logs, limits, hashingKey, progress, signal } = request;
  progress('objects');
  const { files, names, objects } = await collectObjects(reader, any);
  names.add(request.release);
  signal.throwIfAborted();
  const known: KnownSecret[] = request.known.map((value) => ({ value, redactor: 'api-key' }));
  const notes: string[] = [];

  const secrets = await secretsOf(reader, notes);
  if (secrets) {
    const listed = listSecrets(secrets, hashingKey);
    known.push(...listed.known);
    files.push({ path: `cluster-resources/secrets/${reader.namespace}.json`, content: listed.listings });
    for (const { name } of listed.listings) names.add(name);
  }
  progress('Helm');
  const helm = await helmFiles(request, notes);
  files.push(...helm.files);
  known.push(...helm.known);
  signal.throwIfAborted();

  const pods = (objects.get('pods') ?? []) as V1Pod[];
  const collected = await collectLogs(logs, reader.namespace, pods, limits, (done, of) => {
    signal.throwIfAborted();
    progress(`logs, ${done} of ${of}`);
  });
  files.push(...collected.files);
  notes.push(...collected.notes);
  const events = (objects.get('events') ?? []) as Parameters<typeof failingPods>[1];
  files.push({ path: 'analysis.json', content: { failingPods: failingPods(pods, events) } });
  for (const [path, content] of Object.entries(request.documents)) files.push({ path, content });
  files.push({ path: 'execution-data/summary.json', content: { notes, secretsRead: secrets !== null } });
  files.push({ path: 'version.yaml', content: versionOf(request) });

  progress('taking secrets out');
  const redacted = await redactFiles(files, {
    known,
    names,
    pause: () => new Promise((done) => setImmediate(done)).then(() => signal.throwIfAborted()),
  });
  return { redacted: withReport(redacted), notes, secretsRead: secrets !== null };
}

async function secretsOf(reader: ClusterReader<'list:secrets'>, notes: string[]): Promise<V1Secret[] | null> {
  try {
    return await reader.list('secrets');
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error;
    notes.push(
      `${error.message}; the values of Secrets could not be hunted, only shapes and names of secrets were`,
    );
    return null;
  }
}

async function helmFiles(
  { helm, release, hashingKey }: BundleRequest,
  notes: string[],
): Promise<{ files: SourceFile[]; known: KnownSecret[] }> {
  const files: SourceFile[] = [];
  const known: KnownSecret[] = [];
  try {
    const revisions = await helm.revisions();
    if (revisions.length > 0)
      files.push({
        path: `helm/${release}/history.json`,
        content: revisions.map(({ revision, status, chart, description, updatedAt }) => ({
          revision,
          status,
          chart,
          description,
          updatedAt,
        })),
      });
    for (const { revision, values, objects, hooks } of revisions.slice(0, mostRevisions)) {
      const manifest = withoutSecrets([...objects, ...hooks], hashingKey);
      known.push(...manifest.known);
      files.push({ path: `helm/${release}/values-${revision}.yaml`, content: values });
      files.push({ path: `helm/${release}/manifest-${revision}.yaml`, content: manifest.objects });
    }
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error;
    notes.push(`Helm: ${error.message}`);
  }
  return { files, known };
}

const versionOf = ({ seatrial, now, reader, release, limits }: BundleRequest): object => ({
  apiVersion: 'seatrial.dev/bundle/v1',
  seatrial,
  createdAt: now.toISOString(),
  namespace: reader.namespace,
  release,
  logsSinceSeconds: limits.sinceSeconds,
});

/** The report stands in the bundle too, so that its reader knows what is not there. */
function withReport(redacted: Redacted): Redacted {
  const { files, report, hunted, notHunted } = redacted;
  const content = {
    hunted,
    notHunted,
    redactions: report.slice(0, mostReported),
    more: Math.max(0, report.length - mostReported),
  };
  const text = `${JSON.stringify(content, null, 1)}\n`;
  return { ...redacted, files: [...files, { path: 'redaction-report.json', text }] };
}
