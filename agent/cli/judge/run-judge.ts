import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { addAbortSignal, type Readable } from 'node:stream';
import type { DecideOptions } from '../../../load/judge/decide.ts';
import { judgeLine } from '../../../load/judge/judge-case.ts';
import type { CliContext, ExitCode } from '../context.ts';
import { exitCodes } from '../errors.ts';
import { linesOf } from './lines.ts';
import { type Answer, jsonAnswers, textAnswers } from './render.ts';

export interface JudgeRequest {
  /** A file with the cases; null for standard input. */
  readonly file: string | null;
  readonly json: boolean;
  readonly options: DecideOptions;
}

const maxLineBytes = 16 * 1024 * 1024;

/**
 * Judges a stream of cases, one line each, in their order and in constant memory: it reads no further than what was
 * written is taken. Answers 1 where a line was no case.
 */
export async function runJudge(context: CliContext, request: JudgeRequest): Promise<ExitCode> {
  const { stdout, stderr, owner } = context;
  const input: Readable = request.file === null ? process.stdin : createReadStream(request.file);
  if (request.file === null && process.stdin.isTTY)
    stderr.write('seatrial: reading cases from the terminal, one per line; Ctrl-D ends them.\n');
  // Standard input stays readable for as long as nobody ends it, which would hold the process.
  owner.own(() => void input.destroy());
  addAbortSignal(owner.signal, input);

  const write = async (text: string): Promise<void> => {
    if (text && !stdout.write(text)) await once(stdout, 'drain', { signal: owner.signal });
  };
  const answers = request.json ? jsonAnswers() : textAnswers(stdout, context.env);
  let malformed = 0;
  for await (const lines of linesOf(input, maxLineBytes)) {
    const answered = lines.map((line): Answer => {
      const answer = 'text' in line ? judgeLine(line.text, request.options) : line;
      if (!('error' in answer)) return answer;
      malformed++;
      return { line: line.number, ...('id' in answer && { id: answer.id }), error: answer.error };
    });
    await write(answers.some(answered));
    owner.signal.throwIfAborted();
  }
  await write(answers.end());
  if (malformed === 0) return exitCodes.pass;
  const lines = malformed === 1 ? '1 line was no case' : `${malformed} lines were no cases`;
  stderr.write(`seatrial: ${lines} and could not be judged; the answer to each says why.\n`);
  return exitCodes.fail;
}
