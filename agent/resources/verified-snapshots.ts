import { CoreV1Api, type KubeConfig } from '@kubernetes/client-node';
import { asProbeError, statusOf } from '../../suites/probes/kubernetes/api-error.ts';
import { within } from '../../suites/probes/kubernetes/request-options.ts';
import { type ReleaseSnapshot, releaseSnapshot } from '../../suites/release/snapshot.ts';
import { apiVersion, trialLabel } from './group.ts';
import type { Trial } from './trial.ts';

const requestSeconds = 10;
const key = 'snapshot.json';

/** The release as it was when it last passed, one ConfigMap per Trial: what the next release is held against. */
export class VerifiedSnapshots {
  readonly #core: CoreV1Api;

  constructor(config: KubeConfig) {
    this.#core = config.makeApiClient(CoreV1Api);
  }

  /** Null before the first pass, or where a later Seatrial wrote what this one cannot read. Throws `ProbeError`. */
  async load(trial: Trial): Promise<ReleaseSnapshot | null> {
    const { namespace } = trial.metadata;
    try {
      const { data } = await this.#core.readNamespacedConfigMap(
        { name: nameOf(trial), namespace },
        within(requestSeconds),
      );
      const parsed = releaseSnapshot.safeParse(JSON.parse(data?.[key] ?? 'null'));
      return parsed.success ? parsed.data : null;
    } catch (error) {
      if (statusOf(error) === 404) return null;
      throw asProbeError(`get configmaps ${nameOf(trial)} in ${namespace}`, error);
    }
  }

  /** Throws `ProbeError`. */
  async save(trial: Trial, snapshot: ReleaseSnapshot): Promise<void> {
    const { namespace, name, uid } = trial.metadata;
    const body = {
      metadata: {
        name: nameOf(trial),
        namespace,
        labels: { [trialLabel]: name },
        ownerReferences: [{ apiVersion, kind: 'Trial', name, uid: uid ?? '' }],
      },
      data: { [key]: JSON.stringify(snapshot) },
    };
    try {
      await this.#core
        .replaceNamespacedConfigMap({ name: nameOf(trial), namespace, body }, within(requestSeconds))
        .catch(async (error) => {
          if (statusOf(error) !== 404) throw error;
          await this.#core.createNamespacedConfigMap({ namespace, body }, within(requestSeconds));
        });
    } catch (error) {
      throw asProbeError(`write configmaps ${nameOf(trial)} in ${namespace}`, error);
    }
  }
}

const nameOf = ({ metadata }: Trial): string => `seatrial-${metadata.name}-verified`;
