import { packVector } from '../../../checks/quality/vectors.ts';
import { UndiciProbe } from '../../../probes/http/undici-probe.ts';
import { noSettings } from '../../../settings.ts';
import { endpointAt } from '../../endpoint.ts';
import { embeddingsOf } from '../embedding.ts';
import { isFinding } from '../health.ts';
import { infer } from '../infer.ts';
import { sie } from '../platform.ts';

/**
 * `node suites/platforms/sie/quality/record.ts URL MODEL [TEXT...]`: asks a release that you trust for embeddings and
 * prints `settings.embeddings` with them. The API key is read from SEATRIAL_API_KEY.
 */
const usual = [
  'The ship leaves the harbour at dawn.',
  'Quarterly tax forms must be filed by accountants.',
  'upgrade verification test',
];

const [url, model, ...given] = process.argv.slice(2);
if (!url || !model) throw new TypeError('Give the URL of the gateway and the name of a model.');
await using http = new UndiciProbe();
const texts = given.length > 0 ? given : usual;
const inferred = await infer(
  {
    task: 'encode',
    model,
    body: { items: texts.map((text) => ({ text })), params: { output_types: ['dense'] } },
  },
  {
    endpoint: endpointAt(sie, url, process.env.SEATRIAL_API_KEY ?? null),
    http,
    settings: noSettings,
    signal: AbortSignal.timeout(noSettings.coldStartSeconds * 1000),
    progress: (text) => console.error(text),
  },
);
const embeddings = isFinding(inferred) || inferred.kind !== 'served' ? null : embeddingsOf(inferred.answer);
if (embeddings?.length !== texts.length)
  throw new Error(isFinding(inferred) ? inferred.reason : `${model} did not answer with embeddings`);
const vectors = embeddings.map(({ values }, index) => ({
  model,
  text: texts[index]!,
  vector: packVector(values),
}));
console.log(JSON.stringify({ embeddings: vectors }, null, 2));
