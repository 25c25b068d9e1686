import type { CoreV1Event } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { crashed } from './crashed.ts';
import { failingPodsReport, troubleReport } from './failing-pods-report.ts';

test('a first install that never gets healthy: Events, logs and the way to take it away, without secrets', async () => {
  const event = {
    type: 'Warning',
    reason: 'BackOff',
    message: 'token hf_QwErTyUiOpAsDfGhJkLzXcVbNm1234567 refused',
    count: 4,
    involvedObject: { uid: 'a' },
  };
  const report = await failingPodsReport({
    reader: {
      namespace: 'x',
      list: async (kind: string) => (kind === 'pods' ? [crashed('a', 3)] : [event as CoreV1Event]) as never,
      get: async () => null,
    },
    logs: {
      read: async (_pod, { previous } = {}) =>
        previous ? 'starting\npassword=zebra99\nERROR no GPU\n' : 'again',
    },
    release: 'voice',
    firstInstall: true,
  });
  expect(troubleReport.parse(report)).toEqual({
    pods: [
      {
        pod: 'a',
        state: 'container main waits: CrashLoopBackOff',
        events: ['BackOff ×4: token <redacted:huggingface-token> refused'],
        log: ['starting', 'password=<redacted:password>', 'ERROR no GPU'],
      },
    ],
    more: 0,
    uninstall: 'helm uninstall voice -n x',
  });
});
