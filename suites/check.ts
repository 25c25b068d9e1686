import type { RolloutObservation } from './engine/journal.ts';
import type { HelmHistory } from './probes/helm/history.ts';
import type { HttpProbe } from './probes/http/probe.ts';
import type { JobRunner } from './probes/jobs/runner.ts';
import type { AccessReviewer } from './probes/kubernetes/access.ts';
import type { LogReader } from './probes/kubernetes/logs.ts';
import type { ClusterReader, KubernetesRule } from './probes/kubernetes/reader.ts';
import type { NetworkProbe } from './probes/network/probe.ts';
import type { PrometheusProbe } from './probes/prometheus/probe.ts';
import type { RegistryProbe } from './probes/registry/probe.ts';
import type { Finding } from './record/finding.ts';
import type { Blame } from './record/outcome.ts';
import type { ReleaseSnapshot } from './release/snapshot.ts';
import type { Subject } from './release/subject.ts';
import type { Target } from './release/target.ts';
import type { Settings } from './settings.ts';

/** What a check may touch. The Role of the agent is generated from these, so they are the truth. */
export interface Needs {
  /** Rules such as `list:pods`, all in the subject's namespace (nodes excepted). */
  readonly kubernetes?: readonly KubernetesRule[];
  /** Requests to the platform's own endpoints. */
  readonly http?: true;
  /** Queries of the Prometheus that is there, if one is. */
  readonly prometheus?: true;
  /** Names, sockets and TLS handshakes. */
  readonly network?: true;
  /** Reads of pods' logs, bounded. */
  readonly logs?: true;
  /** Questions to the API server about the caller's own rights. */
  readonly access?: true;
  /** Helm's history, which lies in Secrets. */
  readonly helm?: true;
  /** Questions to image registries. */
  readonly registry?: true;
  /** A container of the user's, run as a Job in the subject's namespace. */
  readonly jobs?: true;
}

/** How the platform is reached: base URL without trailing slash, and the headers that authenticate us. */
export interface Endpoint {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the headers hold an API key: the load process then gets it from its environment. */
  readonly hasApiKey: boolean;
}

interface Always {
  readonly subject: Subject;
  readonly endpoint: Endpoint;
  readonly settings: Settings;
  /** The release and what it served before the rollout; null where nobody recorded it. */
  readonly before: ReleaseSnapshot | null;
  /** What an upgrade would apply; null unless a preflight was given a chart. */
  readonly target: Target | null;
  /** What was seen while the release rolled out; null where nobody watched. */
  readonly rollout: RolloutObservation | null;
  /** Now, in milliseconds since the epoch. */
  readonly now: number;
  /** Aborts at the check's timeout, or when the run is interrupted. */
  readonly signal: AbortSignal;
  /** One line of live progress for whoever watches. */
  progress(text: string): void;
}

/** Only what `needs` declares is there: undeclared access does not compile. */
export type CheckContext<N extends Needs> = Always &
  (N['kubernetes'] extends readonly KubernetesRule[]
    ? { readonly kubernetes: ClusterReader<N['kubernetes'][number]> }
    : unknown) &
  (N['http'] extends true ? { readonly http: HttpProbe } : unknown) &
  (N['prometheus'] extends true ? { readonly prometheus: PrometheusProbe | null } : unknown) &
  (N['network'] extends true ? { readonly network: NetworkProbe } : unknown) &
  (N['logs'] extends true ? { readonly logs: LogReader } : unknown) &
  (N['access'] extends true ? { readonly access: AccessReviewer } : unknown) &
  (N['helm'] extends true ? { readonly helm: HelmHistory } : unknown) &
  (N['registry'] extends true ? { readonly registry: RegistryProbe } : unknown) &
  (N['jobs'] extends true ? { readonly jobs: JobRunner } : unknown);

/** Everything that checks can be given, as a host holds it. */
export interface CheckPorts {
  readonly http: HttpProbe;
  /** Found when first asked for. */
  readonly prometheus: () => Promise<PrometheusProbe | null>;
  readonly network: NetworkProbe;
  readonly logs: LogReader;
  readonly access: AccessReviewer;
  readonly helm: HelmHistory;
  readonly registry: RegistryProbe;
  readonly jobs: JobRunner;
}

/** One item of a checklist, as a plain object. */
export interface Check<N extends Needs = Needs> {
  /** Stable, dotted, unique: `cartesia.api-status`. */
  readonly id: string;
  readonly title: string;
  /** The question in the user's words. */
  readonly question: string;
  readonly needs: N;
  readonly timeoutSeconds: number;
  readonly blames: Blame;
  /** Where the requirement stands. */
  readonly source: string;
  /** What a person does first when it fails, in one sentence. */
  readonly hint?: string;
  run(context: CheckContext<N>): Promise<Finding>;
}

/** A check whose needs are forgotten: what registries and the engine hold. */
export type AnyCheck = Omit<Check, 'run'> & { run(context: never): Promise<Finding> };

/** Declares a check; the type of `needs` decides what its `run` may touch. */
export function defineCheck<const N extends Needs>(check: Check<N>): Check<N> {
  return check;
}
