import type { AnyCheck } from '../check.ts';
import type { SuiteEntry } from '../suite.ts';
import { containerCheck } from './container-check.ts';
import { type CheckDefinition, isOfKind } from './definition.ts';
import { httpCheck } from './http-check.ts';
import { objectCheck } from './object-check.ts';
import { promqlCheck } from './promql-check.ts';
import { tcpCheck, tlsCheck } from './socket-checks.ts';

/** The check that a definition declares. */
export function declaredCheck(definition: CheckDefinition): AnyCheck {
  if (isOfKind(definition, 'http')) return httpCheck(definition);
  if (isOfKind(definition, 'promql')) return promqlCheck(definition);
  if (isOfKind(definition, 'object')) return objectCheck(definition);
  if (isOfKind(definition, 'tcp')) return tcpCheck(definition);
  if (isOfKind(definition, 'tls')) return tlsCheck(definition);
  if (isOfKind(definition, 'container')) return containerCheck(definition);
  throw new Error(`check ${definition.id} declares nothing to check`);
}

/** The entry of a suite that a definition declares. */
export const declaredEntry = (definition: CheckDefinition): SuiteEntry => ({
  check: declaredCheck(definition),
  gate: definition.gate,
  attempts: definition.attempts,
  ...(definition.maySkip && { maySkip: true }),
});
