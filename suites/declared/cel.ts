import { parse } from '@marcbachmann/cel-js';
import { type Evidence, type Finding, fail, inconclusive } from '../record/finding.ts';

type Variables = Readonly<Record<string, unknown>>;

export interface CelAnswer {
  readonly state: 'true' | 'false' | 'unknown';
  /** What a check answers where the expression is not true. */
  finding(evidence: Evidence): Finding;
}

/** Evaluates a CEL expression. What is not a boolean, or cannot be evaluated (a missing field), is unknown, not false. */
export function holds(expression: string, variables: Variables): CelAnswer {
  try {
    const value: unknown = parse(expression)(variables);
    if (typeof value === 'boolean')
      return {
        state: value ? 'true' : 'false',
        finding: (evidence) => fail(`it is not so: ${expression}`, evidence),
      };
    return unknown(`${expression} is ${typeof value}, not true or false`);
  } catch (error) {
    return unknown(`${expression} cannot be evaluated: ${firstLine(error)}`);
  }
}

/** A sentence where the expression is not CEL, else null. */
export function celTrouble(expression: string): string | null {
  try {
    parse(expression);
    return null;
  } catch (error) {
    return firstLine(error) || 'it cannot be parsed';
  }
}

/** What the paths of an expression (`object.spec.replicas`) hold, so that a person sees why it is not so. */
export function valuesIn(expression: string, variables: Variables): string {
  const paths = new Set(expression.match(/\b[a-z]\w*(\.[A-Za-z_]\w*)+(?![\w(])/g) ?? []);
  return [...paths]
    .filter((path) => path.split('.')[0]! in variables)
    .slice(0, 5)
    .map((path) => {
      const value = path.split('.').reduce<unknown>((at, key) => (at as Variables | null)?.[key], variables);
      return `${path} = ${(JSON.stringify(value) ?? 'missing').slice(0, 200)}`;
    })
    .join(', ');
}

const firstLine = (error: unknown): string => (error as Error).message.split('\n')[0]!.replace(/\.$/, '');

const unknown = (why: string): CelAnswer => ({
  state: 'unknown',
  finding: (evidence) => inconclusive(why, evidence),
});
