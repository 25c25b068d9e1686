import { mkdir, writeFile } from 'node:fs/promises';
import { metricsDocumentation } from './documentation.ts';

const docs = new URL('../../docs/', import.meta.url);
await mkdir(docs, { recursive: true });
await writeFile(new URL('metrics.md', docs), metricsDocumentation());
