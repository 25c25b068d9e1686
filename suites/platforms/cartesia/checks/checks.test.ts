import { describe, expect, test } from 'vitest';
import type { AnyCheck } from '../../../check.ts';
import { subjectOf } from '../../../testing/plans.ts';
import { endpointAt } from '../../endpoint.ts';
import { cartesia } from '../platform.ts';
import { apiStatus } from './api-status.ts';
import { ttsBytes } from './tts-bytes.ts';
import { ttsWebSocket } from './tts-websocket.ts';
import { voices } from './voices.ts';

/** A platform that answers every request with one status, and every socket with one error. */
const answering = (status: number) => ({
  subject: subjectOf(),
  endpoint: endpointAt(cartesia, 'http://platform', null),
  http: {
    request: async () => ({ status, headers: {}, body: Buffer.from('no'), cut: false }),
    websocket: async () => ({
      messages: [JSON.stringify({ type: 'error', status_code: status, error: 'no' })],
      ended: 'done' as const,
    }),
  },
  signal: new AbortController().signal,
  progress: () => {},
});
const asked = (check: AnyCheck, status: number) => check.run(answering(status) as never);

describe.each([apiStatus, voices, ttsBytes, ttsWebSocket])('$id', (check) => {
  test.each([401, 403])('does not blame the release for a refused key (%i)', async (status) => {
    expect(await asked(check, status)).toMatchObject({
      outcome: 'inconclusive',
      reason: expect.stringMatching(/API key/),
    });
  });

  test('blames it for another refusal', async () => {
    expect(await asked(check, 404)).toMatchObject({ outcome: 'fail' });
  });
});
