import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import type { LogReader, LogRequest } from '../../probes/kubernetes/logs.ts';
import { ProbeError } from '../../probes/probe-error.ts';
import type { SourceFile } from '../redact/redact-files.ts';

export interface LogLimits {
  readonly sinceSeconds: number;
  /** Bytes of one container's log. */
  readonly perContainer: number;
  /** Bytes of all logs. */
  readonly inAll: number;
}

export const usualLimits: LogLimits = {
  sinceSeconds: 86_400,
  perContainer: 2 * 1024 * 1024,
  inAll: 48 * 1024 * 1024,
};

export interface CollectedLogs {
  readonly files: SourceFile[];
  /** Logs that were cut, left out or could not be read, and why. */
  readonly notes: string[];
}

const atOnce = 4;
/** What a kubelet says in place of a log that it no longer has, with status 200. */
const gone = /^unable to retrieve container logs for \S+$/;

interface Wanted {
  readonly pod: string;
  readonly container: string;
  readonly previous: boolean;
}

/** The last hours of every container, those of failing pods first, so that a full bundle holds what matters. */
export async function collectLogs(
  logs: LogReader,
  namespace: string,
  pods: readonly V1Pod[],
  limits: LogLimits,
  onLog: (done: number, of: number) => void = () => {},
): Promise<CollectedLogs> {
  const wanted = [...pods].sort((a, b) => troubleOf(b) - troubleOf(a)).flatMap(logsOf);
  const files: SourceFile[] = [];
  const notes: string[] = [];
  let left = limits.inAll;
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < wanted.length; at = next++) {
      const log = wanted[at]!;
      const name = `${log.pod}/${log.container}${log.previous ? '-previous' : ''}`;
      if (left < 4096) {
        notes.push(`${name}: left out, the bundle's logs are full`);
        continue;
      }
      // Reserved before it is read, since others read beside; what it does not need comes back.
      const limit = Math.min(limits.perContainer, left);
      left -= limit;
      let used = 0;
      try {
        const read = await readTail(logs, log, limits.sinceSeconds, limit);
        if (read?.text) {
          used = Buffer.byteLength(read.text);
          files.push({ path: `pod-logs/${namespace}/${name}.log`, content: read.text });
          if (read.cut) notes.push(`${name}: only its last ${Math.round(used / 1024)} KiB`);
        }
      } catch (error) {
        if (!(error instanceof ProbeError)) throw error;
        notes.push(`${name}: ${error.message}`);
      } finally {
        left += limit - used;
      }
      onLog(++done, wanted.length);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { files, notes };
}

/**
 * The end of a log. The API cuts a log that is too long at its end, which is the part that is wanted: so fewer lines
 * are asked for until they fit.
 */
async function readTail(
  logs: LogReader,
  { pod, container, previous }: Wanted,
  sinceSeconds: number,
  limit: number,
): Promise<{ text: string; cut: boolean } | null> {
  let tailLines = 20_000;
  for (let tries = 0; ; tries++) {
    const request: LogRequest = {
      container,
      tailLines,
      limitBytes: limit,
      timestamps: true,
      ...(previous ? { previous } : { sinceSeconds }),
    };
    const text = await logs.read(pod, request);
    if (text === null || gone.test(text)) return null;
    const bytes = Buffer.byteLength(text);
    const lines = text.split('\n').length;
    if (bytes < limit || tailLines <= 10 || tries >= 8) return { text, cut: tries > 0 || lines >= 20_000 };
    // As many lines as came before the cut are known to fit, were they the last ones; a little less to be sure.
    tailLines = Math.max(10, Math.floor(Math.min(tailLines, lines) * 0.8));
  }
}

function logsOf(pod: V1Pod): Wanted[] {
  const status = pod.status;
  const statuses = [
    ...(status?.initContainerStatuses ?? []),
    ...(status?.containerStatuses ?? []),
    ...(status?.ephemeralContainerStatuses ?? []),
  ];
  const names = [
    ...(pod.spec?.initContainers ?? []),
    ...(pod.spec?.containers ?? []),
    ...(pod.spec?.ephemeralContainers ?? []),
  ].map(({ name }) => name);
  return names.flatMap((container) => {
    const log = { pod: pod.metadata!.name!, container };
    const restarted = (statuses.find(({ name }) => name === container)?.restartCount ?? 0) > 0;
    return [{ ...log, previous: false }, ...(restarted ? [{ ...log, previous: true }] : [])];
  });
}

/** More trouble, earlier read: restarts and containers that are not ready. */
const troubleOf = ({ status }: V1Pod): number =>
  [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])].reduce(
    (sum, one: V1ContainerStatus) =>
      sum + one.restartCount + (one.ready || one.state?.terminated?.exitCode === 0 ? 0 : 2),
    0,
  );
