import { imagesOnTag } from '../../checks/images-on-tag.ts';
import { podsReady } from '../../checks/pods-ready.ts';
import { blocking, type Suite, whereThere } from '../../suite.ts';
import type { PlatformSuites } from '../platform.ts';
import { chat } from './checks/chat.ts';
import { configOnly } from './checks/config-only.ts';
import { crdsRestored } from './checks/crds-restored.ts';
import { dataKept } from './checks/data-kept.ts';
import { deploymentReady } from './checks/deployment-ready.ts';
import { embeddings } from './checks/embeddings.ts';
import { majorStable } from './checks/major-stable.ts';
import { models } from './checks/models.ts';
import { onePoolAtATime } from './checks/one-pool-at-a-time.ts';
import { pools } from './checks/pools.ts';
import { speech } from './checks/speech.ts';
import { transcripts } from './checks/transcripts.ts';
import { tagOf } from './tag.ts';

const verifyEntries = [
  blocking(imagesOnTag(tagOf)),
  blocking(podsReady),
  blocking(deploymentReady),
  blocking(pools),
  whereThere(blocking(onePoolAtATime)),
  whereThere(blocking(configOnly)),
  blocking(majorStable),
  whereThere(blocking(dataKept)),
];
const smokeEntries = [
  whereThere(blocking(models)),
  blocking(chat),
  whereThere(blocking(embeddings)),
  blocking(speech),
  blocking(transcripts),
];

const verify: Suite = { name: 'verify', title: 'Verify checklist', entries: verifyEntries };
const smoke: Suite = { name: 'smoke', title: 'Smoke tests', entries: smokeEntries };
const rollback: Suite = {
  name: 'rollback',
  title: 'The rollback verified',
  entries: [...verifyEntries, blocking(crdsRestored), ...smokeEntries],
};

/** The checklists of a self-hosted Wordcab. */
export const suites: PlatformSuites = { verify, smoke, rollback };
