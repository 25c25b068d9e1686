import type { CheckDefinition } from './definition.ts';

/** What every declared check has of its definition. Users' ids have a space of their own. */
export const commonOf = ({ id, title, timeoutSeconds, blames, hint }: CheckDefinition, question: string) => ({
  id: `own.${id}`,
  title,
  question,
  timeoutSeconds,
  blames,
  source: 'declared by the user',
  ...(hint !== undefined && { hint }),
});
