import { parse } from '@marcbachmann/cel-js';
import { type Evidence, type Finding, fail, inconclusive } from '../record/finding.ts';

export interface CelAnswer {
  readonly state: 'true' | 'false' | 'unknown';
  /** What a check answers where the expression is not true. */
  finding(evidence: Evidence): Finding;
}

/** Evaluates a CEL expression. What is not a boolean, or cannot be evaluated (a missing field), is unknown, not false. */
export function holds(expression: string, variables: Readonly<Record<string, unknown>>): CelAnswer {
  try {
    const value: unknown = parse(expression)(variables);
    if (typeof value === 'boolean')
      return {
        state: value ? 'true' : 'false',
        finding: (evidence) => fail(`it is not so: ${expression}`, evidence),
      };
    return unknown(`${expression} is ${typeof value}, not true or false`);
  } catch (error) {
    const [first = ''] = (error as Error).message.split('\n');
    return unknown(`${expression} cannot be evaluated: ${first}`);
  }
}

/** A sentence where the expression is not CEL, else null. */
export function celTrouble(expression: string): string | null {
  try {
    parse(expression);
    return null;
  } catch (error) {
    return (error as Error).message.split('\n')[0] ?? 'it is not CEL';
  }
}

const unknown = (why: string): CelAnswer => ({
  state: 'unknown',
  finding: (evidence) => inconclusive(why, evidence),
});
