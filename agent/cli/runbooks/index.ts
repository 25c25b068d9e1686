import type { Runbook } from './step.ts';
import { cartesiaManagedKubernetes } from './steps/cartesia-managed-kubernetes.ts';
import { cartesiaUpgrade } from './steps/cartesia-upgrade.ts';
import { sieUpgrade } from './steps/sie-upgrade.ts';
import { wordcabUpgrade } from './steps/wordcab-upgrade.ts';

/** The documents that Seatrial automates, restated step by step. */
export const runbooks: readonly Runbook[] = [
  cartesiaUpgrade,
  cartesiaManagedKubernetes,
  wordcabUpgrade,
  sieUpgrade,
];
