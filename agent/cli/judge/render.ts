import type { JudgedCase } from '../../../load/judge/judge-case.ts';
import { paletteFor } from '../../../reports/console/palette.ts';
import type { ScreenStream } from '../../../reports/console/screen.ts';
import { tableLines } from '../operations/table-lines.ts';

/** What is said of one line: its verdict, or why it has none. */
export type Answer =
  | JudgedCase
  | { readonly line: number; readonly id?: JudgedCase['id']; readonly error: string };

/** Answers as text, as they come; holds none of them. */
export interface Answers {
  some(answers: readonly Answer[]): string;
  /** What is left to say when all are judged. */
  end(): string;
}

/** One line of JSON each. */
export const jsonAnswers = (): Answers => ({
  some: (answers) => answers.map((answer) => `${JSON.stringify(answer)}\n`).join(''),
  end: () => '',
});

/** For a person: what regressed and what could not be read, each in a line, and how many there were of each verdict. */
export function textAnswers(stream: ScreenStream, env: NodeJS.ProcessEnv): Answers {
  const palette = paletteFor(stream, env);
  const counts = { regressed: 0, improved: 0, pass: 0, inconclusive: 0, 'not judged': 0 };
  return {
    some: (answers) =>
      answers
        .map((answer) => {
          const kind = 'error' in answer ? 'not judged' : answer.verdict;
          counts[kind]++;
          if ('error' in answer) return palette.yellow(`${plain(`line ${answer.line}: ${answer.error}`)}\n`);
          return kind === 'regressed' ? palette.red(`${plain(`${answer.id}: ${answer.reason}`)}\n`) : '';
        })
        .join(''),
    end: () =>
      `${tableLines(
        Object.entries(counts).map(([kind, count]) => [kind, String(count)]),
        stream.columns ?? 100,
      ).join('\n')}\n`,
  };
}

/** A case may come from anywhere: it must not steer the terminal. */
const plain = (text: string): string => text.replace(/\p{Cc}/gu, ' ');
