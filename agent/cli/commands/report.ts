import type { CommandSpec } from '../command.ts';
import { oneOf } from '../options.ts';

const outputs = ['console', 'html', 'json', 'junit'] as const;

/** Shows a stored run again. */
export const report: CommandSpec = {
  name: 'report',
  summary: 'show a stored run again, from its record or its HTML report',
  examples: [
    ['seatrial report record.json', 'tell the story of a run'],
    ['seatrial report record.json -o html > report.html', 'make its page'],
    ['seatrial report report.html -o junit > junit.xml', 'make JUnit from the record inside a page'],
    ['seatrial run -o json | seatrial report -', 'read the record from standard input'],
  ],
  declare: (command) =>
    command
      .argument('<record>', 'a record (JSON), a page made by Seatrial, or - for standard input')
      .option('-o, --output <format>', `one of ${outputs.join(', ')}`, oneOf(outputs), 'console'),
  async run(context, [file], { output }) {
    const { readRecord } = await import('../read-record.ts');
    const record = await readRecord(file!);
    const { consoleFor, exitCodeOf, formatNamed } = await import('../outputs.ts');
    const format = formatNamed(String(output));
    if (format) {
      context.stdout.write(await format.render(record));
      return 0;
    }
    const { replay } = await import('../../../reports/reporters/replay.ts');
    await replay(record, consoleFor(context, 'console'));
    return exitCodeOf(record);
  },
};
