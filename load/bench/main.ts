import { writeFile } from 'node:fs/promises';
import { benchCases } from './case.ts';
import type { BenchClient } from './client.ts';
import { bareGo } from './clients/bare-go.ts';
import { seatrial } from './clients/seatrial.ts';
import { stockK6 } from './clients/stock-k6.ts';
import { type BenchOptions, parseOptions, usage } from './options.ts';
import { installPeers } from './peers/install.ts';
import { asMarkdown, asText, provenance } from './report.ts';
import { type Measured, runCase } from './run-case.ts';
import { textTable } from './table.ts';
import { undisturbed } from './undisturbed.ts';

/** `npm run bench:load`. */
const options = parseOptions(process.argv.slice(2));
if ('help' in options) console.log(usage);
else if ('wrong' in options) {
  console.error(`${options.wrong}\n\n${usage}`);
  process.exitCode = 64;
} else await bench(options);

async function bench(wanted: BenchOptions): Promise<void> {
  const { buildPrograms } = await import('../../kind-fixtures/toolchain/build.ts');
  const { programNamed } = await import('../../kind-fixtures/toolchain/programs.ts');
  say('building what is needed');
  // `seatrial bench` finds k6 where it is built here, so that no build is in its time.
  const programs = await buildPrograms(['k6', 'stock-k6', 'bare-client', 'truth-server']);
  const peers = await installPeers(wanted.peers, say);
  const every = [
    seatrial,
    stockK6(programs['stock-k6']),
    bareGo(programs['bare-client']),
    ...peers.map(({ client }) => client),
  ];
  const chosen = every.filter(({ id }) => wanted.only.includes(id));
  const clients: readonly BenchClient[] = chosen.length > 0 ? chosen : every;
  const rows: Measured[] = [];
  for (const each of benchCases(wanted.protocols, wanted.loads)) {
    for (const client of clients.filter((one) => one.speaks(each))) {
      say(`${each.id}: ${client.title}`);
      const measure = () => runCase(programs['truth-server'], client, each, wanted);
      const row = await undisturbed(measure, wanted, say);
      rows.push(row);
      say(textTable([row]).split('\n').at(-1)!);
    }
  }
  const versions = {
    k6: programNamed('k6').version,
    Node: process.version,
    ...Object.fromEntries(peers.map(({ client, version }) => [client.id, version])),
  };
  const from = await provenance(wanted, versions);
  console.log(wanted.json ? JSON.stringify({ ...from, rows }, null, 2) : asText(rows));
  if (wanted.write !== undefined) await writeFile(wanted.write, asMarkdown(rows, from));
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
