import { createHash } from 'node:crypto';
import { CoreV1Api, type CoreV1Event } from '@kubernetes/client-node';
import { asProbeError, statusOf } from '../../suites/probes/kubernetes/api-error.ts';
import { within } from '../../suites/probes/kubernetes/request-options.ts';
import { apiVersion } from '../resources/group.ts';
import type { Trial } from '../resources/trial.ts';
import type { Notice } from './notice.ts';
import type { SignalAdapter } from './signal.ts';

const requestSeconds = 10;
const longestMessage = 1024;

/** An Event on the Trial, always. Its name is made from the decision's id, so that it exists once. */
export const kubernetesEvent: SignalAdapter = {
  name: 'kubernetes-event',
  signalsFor: (trial, { config }) => [
    {
      receiver: `Event on Trial ${trial.metadata.name}`,
      async deliver(notice, signal) {
        const body = eventOf(trial, notice);
        const { namespace } = trial.metadata;
        try {
          await config
            .makeApiClient(CoreV1Api)
            .createNamespacedEvent({ namespace, body }, within(requestSeconds, signal));
          return 'created';
        } catch (error) {
          if (statusOf(error) === 409) return 'was there already';
          throw asProbeError(`create Event ${body.metadata.name}`, error);
        }
      },
    },
  ],
};

const reasons = { pass: 'TrialPassed', fail: 'TrialFailed', inconclusive: 'TrialInconclusive' } as const;

export function eventOf({ metadata }: Trial, notice: Notice): CoreV1Event {
  const { namespace, name, uid } = metadata;
  const id = createHash('sha256').update(notice.id).digest('hex').slice(0, 16);
  const time = new Date(notice.at);
  const subject = `revision ${notice.revision}${notice.tag ? ` (${notice.tag})` : ''}`;
  const wayBack = notice.decision === 'promote' ? '' : ` To go back: ${notice.command}`;
  const message = `${subject}: ${notice.verdict}, ${notice.decision}. ${notice.reasons.join('; ')}.${wayBack}`;
  return {
    metadata: { name: `${name}.${id}`, namespace, annotations: { 'seatrial.dev/signal': notice.id } },
    involvedObject: { apiVersion, kind: 'Trial', namespace, name, ...(uid && { uid }) },
    type: notice.verdict === 'pass' ? 'Normal' : 'Warning',
    reason: reasons[notice.verdict],
    message: message.length <= longestMessage ? message : `${message.slice(0, longestMessage - 1)}…`,
    source: { component: 'seatrial-agent' },
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
  };
}
