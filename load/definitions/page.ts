import { writeFile } from 'node:fs/promises';
import { protocols } from '../protocols/index.ts';
import type { Definition } from './definition.ts';
import { measures } from './measures.ts';
import { errorRates, ratios, throughputs } from './rates.ts';

/** Where the table is published. */
export const definitionsFile = new URL('../../docs/definitions.md', import.meta.url);

/** `docs/definitions.md`, made from the definitions and the protocols. */
export function definitionsPage(): string {
  const timed = Object.values(measures);
  return `# What the numbers mean

Made from \`load/definitions\` and \`load/protocols\` by \`node load/definitions/page.ts\`; do not edit.

Tools give different numbers the same name. Every number of a load run carries the id of its definition, and only
numbers with the same id can be compared.

## Measures

One sample for each complete request, or for each read of one. Failed requests have no latency: it would flatter the
others, or spoil them; they are in the error rates. A result has \`_p50\`, \`_p90\`, \`_p95\`, \`_p99\` (nearest rank, to
three digits) and \`_max\` of each. A percentile is given only with bounds between which the true one lies, each with
95 % confidence and whatever the distribution (order statistics, binomial); otherwise it says how many more requests it
needs: p50 5 in all, p90 29, p95 59, p99 299. Gaps of one request hang together: there the number of requests counts.

*Service* is what the service did: from just before the request's first byte was handed to the socket to the stamp of
the read. *User* is what a user feels: from the intended start, whoever is to blame. Several chunks that come in one
read are one event.

${table(timed)}

## Throughput

All streams of the level together. A request counts by the share of its time that lies in the measured window, so that
long ones at its edges are neither lost nor counted twice.

${table(Object.values(throughputs))}

## Ratios

${table([...Object.values(ratios), ...Object.values(errorRates)])}

## Controls

Numbers of a run that the service has no part in: where they moved as well, it was not the release alone.

| id | title | formula | unit |
|---|---|---|---|
| \`network_rtt_p50_ms\` | round trip of the network | SYN → SYN-ACK by the kernel, of two connections a second that are opened for nothing else while the load is on, p50; the worst level | ms |
| \`network_resent_share\` | segments lost or disordered | TCP segments with data that the generator sent again or received after a gap / those it sent or received; the worst level | ratio |

The round trips of the load's own connections are no control: the smoothed one (\`tcpi_rtt\`) holds the wait of the
other kernel for the service's answer, and the receiver's one the pauses of the service.

## Protocols

| id | what it speaks | it makes | is asked with |
|---|---|---|---|
${[...protocols.values()].map((one) => `| \`${one.id}\` | ${one.title} | ${one.output.kind} | ${one.clip ? 'clips' : one.batch ? 'texts, in batches' : 'texts'} |`).join('\n')}

Clips that are made up (\`{"seconds": 5}\`) have the rhythm and the pitch of speech and no words in them: they load a
recogniser, but what it hears means nothing, and some leave out what is no speech. Where the transcript matters, or the
time to it, give recordings (\`{"wav": "…"}\`).

Wordcab's chat and embeddings are OpenAI's. Its batch transcripts are jobs that are polled: the time of one request
says nothing about them, and there is no protocol for them.
`;
}

function table(rows: readonly Definition[]): string {
  const lines = rows.map(
    ({ id, title, formula, unit, better, source }) =>
      `| \`${id}\` | ${title} | ${formula} | ${unit} | ${better} | ${source} |`,
  );
  return `| id | title | formula | unit | better | source |\n|---|---|---|---|---|---|\n${lines.join('\n')}`;
}

if (import.meta.main) await writeFile(definitionsFile, definitionsPage());
