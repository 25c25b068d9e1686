import { kubernetesEvent } from './kubernetes-event.ts';
import type { SignalAdapter } from './signal.ts';
import { webhook } from './webhook.ts';

/** Every way of telling a decision. A test holds this list against the files. */
export const signalAdapters: readonly SignalAdapter[] = [kubernetesEvent, webhook];
