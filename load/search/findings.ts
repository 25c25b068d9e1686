import type { Slo } from '../plan.ts';
import type { SearchOptions } from './options.ts';

/**
 * `found`: holds at one level and fails at the next but for undecided ones between. `never-saturates`: still holds at
 * the highest level allowed. `never-meets`: fails at the lowest. `generator-limited`: above the level that holds the
 * generator, not the service, was the limit. `not-monotone`: holds above a level where it fails, also when measured
 * again. `inconclusive`: the evidence is not enough; what there is stands in the findings.
 */
export type SearchOutcome =
  | 'found'
  | 'never-saturates'
  | 'never-meets'
  | 'generator-limited'
  | 'not-monotone'
  | 'inconclusive';

/** Why a search ended before it was done. */
export type SearchStop = 'time' | 'requests' | 'guard' | 'aborted' | 'probes';

/** Little's law at a level of a closed loop: streams = throughput × response time. */
export type LittleFinding = {
  /** (streams − throughput × response) / streams. */
  readonly deviation: number;
  /** 99 % interval of it, by batch means. */
  readonly interval: readonly [number, number];
};

/** What all valid probes at one level say together. */
export type LevelFinding = {
  readonly level: number;
  readonly perGpu: number;
  /** `void`: no probe could be used, for the reasons given. */
  readonly verdict: 'holds' | 'fails' | 'undecided' | 'void';
  /** Which way an undecided level leans. */
  readonly leaning: 'holds' | 'fails' | null;
  /** Valid probes, and those thrown away. */
  readonly probes: number;
  readonly voids: number;
  readonly requests: number;
  readonly good: number;
  readonly failed: number;
  /** Good requests of all; null without any. */
  readonly share: number | null;
  /** One-sided bounds of that share, each at the search's confidence. */
  readonly bounds: readonly [number, number] | null;
  /** Complete requests a second, and per GPU. */
  readonly perSecond: number | null;
  readonly perSecondPerGpu: number | null;
  /** Mean time of a complete request as its user feels it. */
  readonly responseMs: number | null;
  /** Each SLO's measure at the wanted share, such as p95, in the SLO's unit; of complete requests. */
  readonly measures: readonly { readonly measure: string; readonly max: number; readonly value: number }[];
  readonly little: LittleFinding | null;
  /** An open loop: the service does not finish what is asked of it. */
  readonly behind: boolean;
  /** Why probes were thrown away, or why a level failed beside its SLO. */
  readonly reasons: readonly string[];
};

/** Where more load brings no more throughput. */
export type KneeFinding =
  | {
      readonly found: true;
      /** Closed loop: the lowest level within 5 % of the most throughput. Open loop: the highest rate kept up with. */
      readonly level: number;
      readonly perGpu: number;
      readonly perSecond: number;
      readonly perSecondPerGpu: number;
      readonly responseMs: number;
      /**
       * Closed loop: the highest level measured that is surely below the knee. Open loop: null. `exact` says that no
       * level between was left out, in whichever mode.
       */
      readonly above: number | null;
      readonly exact: boolean;
      /** The level above that shows the plateau. */
      readonly beyond: { readonly level: number; readonly perSecond: number; readonly responseMs: number };
    }
  | { readonly found: false; readonly reason: string };

/** What a search found; plain data, can be written as JSON. */
export type SearchFindings = {
  readonly version: 1;
  readonly mode: SearchOptions['mode'];
  readonly outcome: SearchOutcome;
  /** One sentence: why this outcome. */
  readonly reason: string;
  readonly gpus: number;
  readonly slos: readonly Slo[];
  readonly share: number;
  readonly confidence: number;
  /** The highest level at which the SLO is shown to hold; null when there is none. */
  readonly holds: LevelFinding | null;
  /** The lowest level at which it is shown to fail. */
  readonly fails: LevelFinding | null;
  /** Without proof, the highest level that looked good; null where `holds` stands. */
  readonly likely: LevelFinding | null;
  readonly knee: KneeFinding;
  /** Every level measured, ascending. */
  readonly levels: readonly LevelFinding[];
  readonly stopped: SearchStop | null;
  readonly seconds: number;
  readonly budgetSeconds: number;
  readonly probes: number;
  readonly requests: number;
};
