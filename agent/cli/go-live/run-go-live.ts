import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { goLiveMarkdown } from '../../../reports/go-live/markdown.ts';
import { goLivePage } from '../../../reports/go-live/page.ts';
import { type Review, review } from '../../../suites/operations/go-live/review.ts';
import type { CliContext, ExitCode } from '../context.ts';
import { CliError, exitCodes } from '../errors.ts';
import { readInputs } from '../own/inputs.ts';
import { type LocalRunRequest, runRecord } from '../run-locally.ts';
import { readSignatures } from './signature-file.ts';

export interface GoLiveRequest extends Omit<LocalRunRequest, 'output' | 'reportFolder' | 'only'> {
  readonly output: 'console' | 'markdown' | 'html' | 'json';
  readonly folder: string;
}

/** Runs what the items need, answers each, and stores the document. */
export async function runGoLive(context: CliContext, request: GoLiveRequest): Promise<ExitCode> {
  const { platform } = await readInputs(request.platform, request.files);
  const items = platform.goLive;
  if (!items)
    throw new CliError('usage', `${platform.title} has no go-live checklist: use \`seatrial run\` instead.`);
  const signed = await readSignatures(request.folder);
  const live = request.output === 'console' ? 'console' : 'json';
  const record = await runRecord(context, {
    ...request,
    output: live,
    reportFolder: undefined,
    purpose: 'go-live',
  });
  const reviewed = review(items, record, signed);
  const documents = {
    json: `${JSON.stringify(record, null, 2)}\n`,
    markdown: goLiveMarkdown(reviewed),
    html: goLivePage(reviewed),
  };
  await mkdir(request.folder, { recursive: true });
  for (const [format, ending] of [
    ['json', 'json'],
    ['markdown', 'md'],
    ['html', 'html'],
  ] as const)
    await writeFile(join(request.folder, `go-live.${ending}`), documents[format]);
  if (request.output === 'console') show(context, reviewed, request.folder);
  else context.stdout.write(documents[request.output]);
  return exitCodes[reviewed.verdict];
}

const marks = { pass: '✔', fail: '✖', inconclusive: '?', unsigned: '?', skip: '–' } as const;

function show({ stdout }: CliContext, { items, verdict }: Review, folder: string): void {
  stdout.write(`\nGo-live review: ${verdict.toUpperCase()}\n`);
  for (const [index, { item, state, reason }] of items.entries())
    stdout.write(`  ${marks[state]} ${index + 1} ${item.title}\n      ${reason}\n`);
  stdout.write(`  document  ${join(folder, 'go-live.html')}\n`);
}
