import type { V1Container } from '@kubernetes/client-node';
import { defineCheck } from '../../check.ts';
import { fail, inconclusive, pass, skip } from '../../record/finding.ts';
import { type Member, memberRules, readMembers } from './members.ts';

/** How a workload is promised to end. Times in seconds. */
export interface ShutdownExpectations {
  /** Which workloads; left out: those whose pods have GPUs. */
  readonly of?: (member: Member) => boolean;
  /** The least time between the pod's removal from its Services and its signal. */
  readonly preStopSeconds: number;
  /** How long requests in flight may take after the signal. */
  readonly drainSeconds: number;
  /** The least grace period; left out: preStop and drain together. */
  readonly graceSeconds?: number;
  readonly source: string;
}

/** The API server's own default. */
const defaultGraceSeconds = 30;

/** A pod that ends waits until nobody routes to it, drains, and is given the time for both before it is killed. */
export const gracefulShutdown = ({
  of = ({ workload }) => workload.gpusPerPod > 0,
  preStopSeconds,
  drainSeconds,
  graceSeconds = preStopSeconds + drainSeconds,
  source,
}: ShutdownExpectations) =>
  defineCheck({
    id: 'graceful-shutdown',
    title: 'Pods end gracefully',
    question: 'Can a pod finish its requests before it is killed?',
    needs: { kubernetes: memberRules },
    timeoutSeconds: 30,
    blames: 'release',
    source,
    hint: 'Give the pod template its preStop hook back, and a grace period longer than preStop and drain together.',
    async run({ subject, kubernetes }) {
      const wanted = (await readMembers(subject, kubernetes)).members.filter(of);
      if (wanted.length === 0) return skip('the release has no workload that promises a graceful end');
      const expected = `preStop ${preStopSeconds} s, drain ${drainSeconds} s, grace period of at least ${graceSeconds} s`;
      const judged = wanted.map((member) => ({
        name: member.name,
        ...judge(member, { preStopSeconds, drainSeconds, graceSeconds }),
      }));
      const wrong = judged.filter(({ faults }) => faults.length > 0);
      const unclear = judged.filter((one) => one.unclear);
      if (wrong.length > 0)
        return fail(`${wrong[0]!.name}: ${wrong[0]!.faults[0]}`, {
          expected,
          seen: wrong.map(({ name, faults }) => `${name}: ${faults.join(', ')}`).join('; '),
          objects: wrong.map(({ name }) => name),
        });
      if (unclear.length > 0)
        return inconclusive(`${unclear[0]!.name}: its preStop hook does not say how long it takes`, {
          expected,
          objects: unclear.map(({ name }) => name),
        });
      return pass(`${wanted.length} workloads have the time to end gracefully`, {
        expected,
        seen: judged
          .map(({ name, preStop, grace }) => `${name}: preStop ${preStop} s, grace ${grace} s`)
          .join('; '),
      });
    },
  });

interface Promised {
  readonly preStopSeconds: number;
  readonly drainSeconds: number;
  readonly graceSeconds: number;
}

function judge({ object }: Member, { preStopSeconds, drainSeconds, graceSeconds }: Promised) {
  const spec = object.spec?.template.spec;
  const grace = spec?.terminationGracePeriodSeconds ?? defaultGraceSeconds;
  const hooks = (spec?.containers ?? []).map(preStopOf).filter((one) => one !== null);
  const known = hooks.filter((one) => typeof one === 'number');
  const unclear = hooks.length > known.length;
  const preStop = Math.max(0, ...known);
  const faults: string[] = [];
  if (!unclear && preStop < preStopSeconds)
    faults.push(hooks.length === 0 ? 'it has no preStop hook' : `its preStop hook waits only ${preStop} s`);
  if (grace < graceSeconds) faults.push(`its grace period is ${grace} s, of at least ${graceSeconds}`);
  else if (grace < preStop + drainSeconds)
    faults.push(`its grace period of ${grace} s ends before preStop and drain (${preStop + drainSeconds} s)`);
  return { preStop, unclear, grace, faults };
}

/** Seconds that the hook waits; null where there is no hook. */
function preStopOf({ lifecycle }: V1Container): number | 'unclear' | null {
  const hook = lifecycle?.preStop;
  if (!hook) return null;
  if (hook.sleep) return hook.sleep.seconds;
  const seconds = /\bsleep\s+(\d+)\b/.exec((hook.exec?.command ?? []).join(' '))?.[1];
  return seconds === undefined ? 'unclear' : Number(seconds);
}
