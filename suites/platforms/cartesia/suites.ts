import { imagesOnTag } from '../../checks/images-on-tag.ts';
import { podsReady } from '../../checks/pods-ready.ts';
import { preflightSuite } from '../../checks/preflight/entries.ts';
import { blocking, type Suite, whereThere } from '../../suite.ts';
import type { PlatformSuites } from '../platform.ts';
import { apiStatus } from './checks/api-status.ts';
import { dictionariesKept, voicesKept } from './checks/kept.ts';
import { licenseProxy, nats } from './checks/probeless.ts';
import { speechUnderstood } from './checks/speech-understood.ts';
import { stt } from './checks/stt.ts';
import { ttsBytes } from './checks/tts-bytes.ts';
import { ttsSse } from './checks/tts-sse.ts';
import { ttsWebSocket } from './checks/tts-websocket.ts';
import { voices } from './checks/voices.ts';
import { workerCapacity } from './checks/worker-capacity.ts';
import { license } from './license.ts';
import { tagOf } from './tag.ts';

const verifyEntries = [
  blocking(imagesOnTag(tagOf)),
  blocking(podsReady),
  blocking(apiStatus),
  blocking(nats),
  blocking(licenseProxy),
  blocking(workerCapacity),
  whereThere(blocking(voicesKept)),
  whereThere(blocking(dictionariesKept)),
];
const smokeEntries = [
  blocking(voices),
  blocking(ttsBytes),
  blocking(ttsSse),
  blocking(ttsWebSocket),
  whereThere(blocking(stt)),
  blocking(speechUnderstood),
];

const verify: Suite = { name: 'verify', title: 'Verify checklist', entries: verifyEntries };
const smoke: Suite = { name: 'smoke', title: 'Smoke tests', entries: smokeEntries };
const rollback: Suite = {
  name: 'rollback',
  title: 'The rollback verified',
  entries: [...verifyEntries, ...smokeEntries],
};

/** The checklists of a self-hosted Cartesia. */
export const suites: PlatformSuites = {
  preflight: preflightSuite({
    tagOf,
    // A tag is a date: there are no minor versions to count.
    versions: null,
    suitesToCome: [verify, smoke, rollback],
    license,
  }),
  verify,
  smoke,
  rollback,
};
