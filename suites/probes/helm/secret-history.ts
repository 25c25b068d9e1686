import { helmLabels } from '../../release/helm-revision.ts';
import type { ClusterReader } from '../kubernetes/reader.ts';
import { decodeRelease } from './decode.ts';
import type { HelmHistory, HelmRelease } from './history.ts';

/** Helm's history from its Secrets, the default storage driver. */
export class SecretHistory implements HelmHistory {
  readonly #reader: ClusterReader<'list:secrets'>;
  readonly #release: string;

  constructor(reader: ClusterReader<'list:secrets'>, release: string) {
    this.#reader = reader;
    this.#release = release;
  }

  async revisions(): Promise<HelmRelease[]> {
    const secrets = await this.#reader.list('secrets', { labels: helmLabels(this.#release) });
    return secrets
      .flatMap(({ data, metadata }) => {
        const release = data?.release;
        // Status changes rewrite the label and the content; the label is what Helm itself selects by.
        return release ? { ...decodeRelease(release), status: metadata?.labels?.status ?? 'unknown' } : [];
      })
      .sort((a, b) => b.revision - a.revision);
  }
}
