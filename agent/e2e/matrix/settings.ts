import { vectorOf } from '../../../kind-fixtures/platforms/wordcab/server/pool/vectors.ts';
import { meanings } from '../../../suites/platforms/wordcab/sentences.ts';
import { sketchOf } from '../../../suites/platforms/wordcab/sketch.ts';
import type { Settings } from '../../../suites/settings.ts';

/** What a user of the stand-ins would say of them. */
export const sieSettings: Partial<Settings> = {
  coldStartSeconds: 12,
  gpuTypes: ['l4'],
  clientVersion: '0.3.0',
  models: ['BAAI/bge-m3', 'BAAI/bge-reranker-v2-m3', 'urchade/gliner_multi-v2.1'],
};

/** What the stand-in's vectors are, as a user would name it once from an accepted run's report. */
const sketch = sketchOf(vectorOf(meanings.anchor, 'bge-m3').map((value) => value ?? Number.NaN));
export const wordcabSettings: Partial<Settings> = { vectors: { 'bge-m3': sketch } };
