import { html } from './html.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import type { Format } from './reporter.ts';

/** Every format a report can have. The console is the one reporter that is not a document. */
export const formats: readonly Format[] = [html, json, junit];
export { consoleReporter } from './console.ts';
