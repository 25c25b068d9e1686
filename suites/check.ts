import type { HttpProbe } from './probes/http/probe.ts';
import type { ClusterReader, KubernetesRule } from './probes/kubernetes/reader.ts';
import type { Finding } from './record/finding.ts';
import type { Blame } from './record/outcome.ts';
import type { Subject } from './release/subject.ts';

/** What a check may touch. The Role of the agent is generated from these, so they are the truth. */
export interface Needs {
  /** Rules such as `list:pods`, all in the subject's namespace (nodes excepted). */
  readonly kubernetes?: readonly KubernetesRule[];
  /** Requests to the platform's own endpoints. */
  readonly http?: true;
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
  (N['http'] extends true ? { readonly http: HttpProbe } : unknown);

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
  run(context: CheckContext<N>): Promise<Finding>;
}

/** A check whose needs are forgotten: what registries and the engine hold. */
export type AnyCheck = Omit<Check, 'run'> & { run(context: never): Promise<Finding> };

/** Declares a check; the type of `needs` decides what its `run` may touch. */
export function defineCheck<const N extends Needs>(check: Check<N>): Check<N> {
  return check;
}
