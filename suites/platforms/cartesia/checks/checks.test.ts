import { describe, expect, test } from 'vitest';
import type { AnyCheck } from '../../../check.ts';
import { contextOf } from '../testing.ts';
import { apiStatus } from './api-status.ts';
import { speechUnderstood } from './speech-understood.ts';
import { ttsBytes } from './tts-bytes.ts';
import { ttsSse } from './tts-sse.ts';
import { ttsWebSocket } from './tts-websocket.ts';
import { voices } from './voices.ts';

/** A platform that answers every request with one status and text, and every socket with one error. */
const answering = (status: number, body = 'no', error: object = { error: 'no' }) =>
  contextOf({
    reply: () => ({ status, body }),
    websocket: {
      messages: [JSON.stringify({ type: 'error', status_code: status, ...error })],
      ended: 'done',
    },
  });
const asked = (check: AnyCheck, ...how: Parameters<typeof answering>) => check.run(answering(...how));

const all = [apiStatus, voices, ttsBytes, ttsSse, ttsWebSocket, speechUnderstood];

describe.each(all)('$id', (check) => {
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

describe.each([voices, ttsBytes, ttsSse, ttsWebSocket])(
  '$id reads an error in both of its forms (trap 23)',
  (check) => {
    test('plain text, before 2026-03-01', async () => {
      const told = await asked(check, 404, 'Voice not found: There is no voice.', {
        error: 'Voice not found: There is no voice.',
      });
      expect(told.reason).toMatch(/Voice not found: There is no voice\.$/);
    });

    test('JSON, from then on', async () => {
      const problem = {
        error_code: 'voice_not_found',
        title: 'Voice not found',
        message: 'There is no voice.',
      };
      const told = await asked(check, 404, JSON.stringify({ ...problem, request_id: 'r' }), problem);
      expect(told.reason).toMatch(/Voice not found: There is no voice\. \(voice_not_found\)$/);
    });
  },
);

test('GET / says nothing about readiness: only GET /status counts (trap 24)', async () => {
  const root = contextOf({
    reply: (route) =>
      route === 'GET /' ? { body: { ok: true } } : { status: 503, body: { status: 'unavailable' } },
  });
  expect(await apiStatus.run(root)).toMatchObject({ outcome: 'fail', reason: 'GET /status answered 503' });
});
