import type { KubeConfig } from '@kubernetes/client-node';
import type { HttpProbe } from '../../suites/probes/http/probe.ts';
import type { Trial } from '../resources/trial.ts';
import type { Notice } from './notice.ts';

/** Somebody who is told of decisions. */
export interface Signal {
  /** In receipts: who was told, without secrets. */
  readonly receiver: string;
  /**
   * Delivers once, or finds that it was delivered before; the receipt says which. Rejects when it was not: it is
   * called again, so receivers deduplicate by the notice's id.
   */
  deliver(notice: Notice, signal: AbortSignal): Promise<string>;
}

/** What adapters may use. */
export interface SignalPorts {
  readonly config: KubeConfig;
  readonly http: HttpProbe;
}

/** One way of telling: the signals that a Trial asks of it. */
export interface SignalAdapter {
  readonly name: string;
  readonly signalsFor: (trial: Trial, ports: SignalPorts) => readonly Signal[];
}
