import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ApiException, CoreV1Api, type KubeConfig } from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';
import { systemClock } from '../../../suites/host/system-clock.ts';
import { within } from '../../../suites/probes/kubernetes/request-options.ts';
import { CliError } from '../errors.ts';
import { type Manifest, serverSideApply } from './server-side-apply.ts';

const owner = 'seatrial-demo';
const ownerLabel = 'app.kubernetes.io/managed-by';
const requestSeconds = 15;
const keptLogLines = 2000;

const isMissing = (error: unknown): boolean => error instanceof ApiException && error.code === 404;

/** The Kubernetes objects that the demo makes besides what Helm does. */
export class DemoObjects {
  readonly #core: CoreV1Api;
  readonly #config: KubeConfig;

  constructor(config: KubeConfig) {
    this.#core = config.makeApiClient(CoreV1Api);
    this.#config = config;
  }

  /** Whose a namespace is: ours, somebody else's, or nobody's. */
  async ownerOf(namespace: string): Promise<'ours' | 'foreign' | 'absent'> {
    try {
      const { metadata } = await this.#core.readNamespace({ name: namespace }, within(requestSeconds));
      return metadata?.labels?.[ownerLabel] === owner ? 'ours' : 'foreign';
    } catch (error) {
      if (isMissing(error)) return 'absent';
      throw error;
    }
  }

  async createNamespace(name: string): Promise<void> {
    const body = { metadata: { name, labels: { [ownerLabel]: owner } } };
    await this.#core.createNamespace({ body }, within(requestSeconds));
  }

  /** Deletes a namespace of ours and waits until it is gone. */
  async deleteNamespace(name: string, signal: AbortSignal): Promise<void> {
    if ((await this.ownerOf(name)) !== 'ours') return;
    await this.#core.deleteNamespace({ name }, within(requestSeconds)).catch((error) => {
      if (!isMissing(error)) throw error;
    });
    for (let left = 240; (await this.ownerOf(name)) !== 'absent'; left--) {
      if (left === 0)
        throw new CliError(
          'unavailable',
          `The namespace ${name} does not go away: look at what keeps it with \`kubectl describe namespace ${name}\`.`,
        );
      await systemClock.sleep(500, signal);
    }
  }

  /** The end of the logs of a Deployment's pods, by the label that its chart gives them. */
  async logs(namespace: string, labelSelector: string): Promise<string> {
    const { items } = await this.#core.listNamespacedPod(
      { namespace, labelSelector },
      within(requestSeconds),
    );
    const logs = await Promise.all(
      items.map(({ metadata }) =>
        this.#core.readNamespacedPodLog(
          { namespace, name: metadata?.name ?? '', tailLines: keptLogLines },
          within(requestSeconds),
        ),
      ),
    );
    return logs.join('\n');
  }

  /** Server-side apply of one object. */
  apply(object: Manifest): Promise<void> {
    return serverSideApply(this.#config, object, owner);
  }

  /** Applies every object of a YAML file, or of the files in a folder. */
  async applyFiles(path: string, namespace?: string): Promise<void> {
    const files = /\.ya?ml$/.test(path)
      ? [path]
      : (await readdir(path)).filter((name) => /\.ya?ml$/.test(name)).map((name) => join(path, name));
    const objects = await Promise.all(
      files.map(async (file) =>
        parseAllDocuments(await readFile(file, 'utf8')).map((document) => document.toJS() as Manifest | null),
      ),
    );
    await Promise.all(
      objects
        .flat()
        .filter((object) => object !== null)
        .map((object) =>
          this.apply(namespace ? { ...object, metadata: { ...object.metadata, namespace } } : object),
        ),
    );
  }
}
