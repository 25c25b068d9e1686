import { vectorOf } from '../../../kind-fixtures/platforms/wordcab/server/pool/vectors.ts';
import { meanings } from '../../../suites/platforms/wordcab/sentences.ts';
import { sketchOf } from '../../../suites/platforms/wordcab/sketch.ts';
import { mutationMatrix } from './matrix.ts';

/** What the stand-in's vectors are, as a user would name it once from an accepted run's report. */
const sketch = sketchOf(vectorOf(meanings.anchor, 'bge-m3').map((value) => value ?? Number.NaN));

mutationMatrix({ platform: 'wordcab', settings: { vectors: { 'bge-m3': sketch } } });
