import { CoreV1Api, type KubeConfig } from '@kubernetes/client-node';
import { asProbeError, statusOf } from './api-error.ts';
import type { LogReader, LogRequest } from './logs.ts';
import { within } from './request-options.ts';

const logSeconds = 20;

/** Pod logs through the API server. */
export class ApiLogs implements LogReader {
  readonly #core: CoreV1Api;
  readonly #namespace: string;

  constructor(config: KubeConfig, namespace: string) {
    this.#core = config.makeApiClient(CoreV1Api);
    this.#namespace = namespace;
  }

  async read(pod: string, request: LogRequest = {}): Promise<string | null> {
    const { tailLines = 200, limitBytes = 256 * 1024, ...more } = request;
    const asked = { name: pod, namespace: this.#namespace, tailLines, limitBytes, ...more };
    try {
      return (await this.#core.readNamespacedPodLog(asked, within(logSeconds))) ?? '';
    } catch (error) {
      const status = statusOf(error);
      if (status === 404 || status === 400) return null;
      throw asProbeError(`get pods/log of ${pod} in ${this.#namespace}`, error);
    }
  }
}
