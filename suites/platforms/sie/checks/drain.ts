import type { V1Container, V1StatefulSet } from '@kubernetes/client-node';
import { defineCheck } from '../../../check.ts';
import { fail, inconclusive, pass } from '../../../record/finding.ts';
import { labelsOf } from '../parts.ts';

/**
 * Seconds. The vendor's chart sleeps 10 s before the signal; a shorter sleep may do, none at all cannot: the Service
 * still leads to the worker then. Requests in hand have 25 s after it.
 */
const promised = { preStop: 10, leastPreStop: 1, drain: 25, margin: 5 };

/** A worker is taken out of its Service before it is told to end, and has time to finish what it has in hand. */
export const drain = defineCheck({
  id: 'sie.drain',
  title: 'Workers can drain before they end',
  question: 'Is every worker given time to finish its requests?',
  needs: { kubernetes: ['list:statefulsets'] },
  timeoutSeconds: 30,
  blames: 'release',
  source: 'Upgrade Runbook 2.3: preStop sleep 10, drain timeout 25 s, terminationGracePeriodSeconds 65',
  hint: "Restore preStop and terminationGracePeriodSeconds of the workers' template",
  async run({ kubernetes, subject }) {
    const sets = await kubernetes.list('statefulsets', { labels: labelsOf('worker', subject.release) });
    if (sets.length === 0)
      return inconclusive('the release has no StatefulSet that is labelled as a worker pool');
    const short = (preStop: number | null) => preStop !== null && preStop < promised.preStop;
    const found = sets.map((set) => ({ set, ...drainOf(set) }));
    const wrong = found.filter(({ preStop, grace }) =>
      preStop === null
        ? false
        : preStop < promised.leastPreStop || grace < preStop + promised.drain + promised.margin,
    );
    const unclear = found.filter(({ preStop }) => preStop === null);
    const tell = (some: typeof found) => ({
      expected: `preStop of ${promised.preStop} s, and a grace of ${promised.drain + promised.margin} s more than that`,
      seen: some
        .map(
          ({ set, preStop, grace }) =>
            `${set.metadata?.name}: preStop ${preStop ?? 'not a plain sleep'}, grace ${grace} s`,
        )
        .join('; '),
      objects: some.map(({ set }) => `StatefulSet/${set.metadata?.name}`),
    });
    if (wrong.length > 0)
      return fail(`${wrong.length} of ${sets.length} pools end their workers too soon`, tell(wrong));
    if (unclear.length > 0)
      return inconclusive(
        `how long ${unclear.length} of ${sets.length} pools wait before they end is not to be told`,
        tell(unclear),
      );
    return pass(
      `${sets.length} pools, at least ${Math.min(...found.map(({ grace }) => grace))} s to end${found.some(({ preStop }) => short(preStop)) ? `; the vendor's ${promised.preStop} s of preStop are not kept` : ''}`,
      tell(found),
    );
  },
});

/** Kubernetes gives 30 s where nothing is said. */
function drainOf({ spec }: V1StatefulSet): { preStop: number | null; grace: number } {
  const pod = spec?.template.spec;
  const sleeps = (pod?.containers ?? []).filter(isWorker).map(sleepOf);
  const preStop = sleeps.includes(null) ? null : Math.min(...(sleeps as number[]));
  return {
    preStop: Number.isFinite(preStop) ? preStop : null,
    grace: pod?.terminationGracePeriodSeconds ?? 30,
  };
}

const isWorker = ({ name, image }: V1Container): boolean =>
  name === 'worker' || /(^|\/)sie-server[:@]/.test(image ?? '');

/** Seconds that the container sleeps before its signal; 0 without a hook, null for a hook of another kind. */
function sleepOf({ lifecycle }: V1Container): number | null {
  const hook = lifecycle?.preStop;
  if (!hook) return 0;
  if (hook.sleep) return hook.sleep.seconds;
  const [, seconds] = /\bsleep\s+(\d+)\b/.exec(hook.exec?.command?.join(' ') ?? '') ?? [];
  return seconds === undefined ? null : Number(seconds);
}
