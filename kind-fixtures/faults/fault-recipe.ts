import type { KubernetesObject } from '@kubernetes/client-node';

/** Which object: by name, or every one of the kind that the selector matches. Namespaced kinds: in the platform's namespace. */
export interface ObjectChoice {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name?: string;
  readonly labels?: string;
}

/** One change of an object in the cluster, which can be taken back. */
export type ObjectChange =
  | (ObjectChoice & {
      readonly change: 'patch';
      /** JSON merge patch; null removes. */
      readonly patch: Readonly<Record<string, unknown>>;
      readonly subresource?: 'status';
    })
  | (ObjectChoice & { readonly change: 'delete' })
  | { readonly change: 'create'; readonly object: KubernetesObject };

/**
 * What a node does to pods from outside of them, of their objects nothing shows it. In the platform's namespace, also to
 * pods that come later.
 */
export type NodeChange = { readonly labels: string } & (
  | {
      readonly change: 'cpu';
      /** What each of their containers may use of a core. */
      readonly cores: number;
    }
  | {
      readonly change: 'link';
      /** What comes to the pod in a second, at most. */
      readonly kilobits: number;
      /** What may wait for it; the rest is lost. */
      readonly queueBytes: number;
    }
);

/** One fault that can be ordered, of a stand-in or of the cluster around it, and what should notice it. */
export interface FaultRecipe {
  /** `<platform>/<name>`, or `kubernetes/<name>` for a fault that any platform can have; the file has the name. */
  readonly id: string;
  readonly platform: string;
  /** What a person would say is wrong. */
  readonly title: string;
  /** Helm values, laid over those of the platform's fixture. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** Body of `POST /faults` on any of the stand-in's admin ports; missing where it can only be had otherwise. */
  readonly runtime?: readonly Readonly<Record<string, unknown>>[];
  /** Changes of objects, made in order and taken back in reverse. */
  readonly objects?: readonly ObjectChange[];
  /** Changes at the node of the pods, which only a cluster on this machine knows how to make. */
  readonly node?: readonly NodeChange[];
  /** Helm values of the upgrade that is planned, laid over the fixture's; null where none is planned, and what is deployed is judged. */
  readonly target?: Readonly<Record<string, unknown>> | null;
  /** True where whoever asks has no rights in the cluster. */
  readonly withoutRights?: true;
  /** What a user would have to say of it (`suites/settings.ts`), where the fault lies outside the cluster. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** True where only pods that start under it have it: it takes a rollout. */
  readonly atStart?: true;
  /** What the checks answer where they must not blame the release for it. */
  readonly leaves?: 'inconclusive';
  /** Ids of the checks that should catch it, the surest first; `bench` stands for the benchmark's criteria. */
  readonly caughtBy: readonly string[];
}

/** Makes recipes of faults that a stand-in's own program has: the same by values and at run time. */
const standInFault =
  (platform: string) =>
  (
    name: string,
    title: string,
    fault: Readonly<Record<string, unknown>>,
    caughtBy: readonly string[],
    how: Pick<FaultRecipe, 'atStart' | 'leaves'> = {},
  ): FaultRecipe => ({
    id: `${platform}/${name}`,
    platform,
    title,
    values: { standIn: { faults: [fault] } },
    runtime: [fault],
    caughtBy,
    ...how,
  });

export const cartesiaFault = standInFault('cartesia');
export const sieFault = standInFault('sie');
export const wordcabFault = standInFault('wordcab');
