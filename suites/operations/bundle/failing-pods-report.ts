import { z } from 'zod';
import type { LogReader } from '../../probes/kubernetes/logs.ts';
import type { ClusterReader } from '../../probes/kubernetes/reader.ts';
import { ProbeError } from '../../probes/probe-error.ts';
import { redactFiles } from '../redact/redact-files.ts';
import { type FailingPod, failingPods } from './failing-pods.ts';

const text = (max: number) => z.string().max(max);

/** Why a release does not come up, small enough to stand beside a verdict, secrets redacted by rule. */
export const troubleReport = z.object({
  pods: z
    .array(
      z.object({
        pod: text(253),
        state: text(300),
        events: z.array(text(300)).max(5),
        /** The last lines of the failing container: of its previous life where it is restarting. */
        log: z.array(text(300)).max(12),
      }),
    )
    .max(3),
  /** Failing pods that are not told of. */
  more: z.number().int().nonnegative(),
  /** On a first install: the command that takes it away; there is nothing to roll back to. */
  uninstall: text(600).nullable(),
});
export type TroubleReport = z.infer<typeof troubleReport>;

export interface TroubleQuery {
  readonly reader: ClusterReader<'list:pods' | 'list:events'>;
  readonly logs: LogReader;
  readonly release: string;
  readonly firstInstall: boolean;
}

/** What Events and logs say of the pods that fail. Reads at most three pods' logs. */
export async function failingPodsReport({
  reader,
  logs,
  release,
  firstInstall,
}: TroubleQuery): Promise<TroubleReport> {
  const [pods, events] = await Promise.all([reader.list('pods'), orNothing(reader.list('events'))]);
  const failing = failingPods(pods, events);
  const worst = [...failing].sort((a, b) => restartsOf(b) - restartsOf(a)).slice(0, 3);
  const tails = await Promise.all(worst.map((pod) => tailOf(pod, logs)));
  const { files } = await redactFiles(
    [
      { path: 'a.json', content: worst.map(({ state, events: told }) => ({ state, events: told })) },
      ...tails.map((content, index) => ({ path: `${index}.log`, content })),
    ],
    { known: [], names: new Set() },
  );
  const [told, ...logFiles] = files.map((file) => file.text);
  const clean = JSON.parse(told!) as { state: string; events: string[] }[];
  return {
    pods: worst.map(({ pod }, index) => ({
      pod,
      state: cut(clean[index]!.state),
      events: clean[index]!.events.slice(0, 5).map(cut),
      log: logFiles[index]!.split('\n')
        .filter((line) => line.trim() !== '')
        .slice(-12)
        .map(cut),
    })),
    more: Math.max(0, failing.length - worst.length),
    uninstall: firstInstall ? `helm uninstall ${release} -n ${reader.namespace}` : null,
  };
}

const restartsOf = ({ containers }: FailingPod): number =>
  containers.reduce((sum, { restarts }) => sum + restarts, 0);

const cut = (line: string): string => (line.length <= 300 ? line : `${line.slice(0, 299)}…`);

async function tailOf({ pod, containers }: FailingPod, logs: LogReader): Promise<string> {
  const failing = containers[0];
  if (!failing) return '';
  const request = { container: failing.name, tailLines: 40, limitBytes: 32 * 1024 };
  const previous =
    failing.restarts > 0 ? await orNothing(logs.read(pod, { ...request, previous: true }), null) : null;
  return previous || ((await orNothing(logs.read(pod, request), null)) ?? '');
}

/** What may not be read is left out: the verdict stands without it. */
async function orNothing<T>(read: Promise<T[]>): Promise<T[]>;
async function orNothing<T>(read: Promise<T>, nothing: T): Promise<T>;
async function orNothing(read: Promise<unknown>, nothing: unknown = []): Promise<unknown> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof ProbeError) return nothing;
    throw error;
  }
}
