import { redactedLine } from '../../checks/preflight/log-lines.ts';
import type { Difference } from './differences.ts';
import type { ShownChange } from './upgrade-plan.ts';

const longest = 120;
const secretPath = /(^|\.)(data|stringData)(\.|$)/;

/** A difference as it may be shown. What a Secret holds is never shown. */
export function shownChange({ path, from, to }: Difference, kind: string | undefined): ShownChange {
  if (kind === 'Secret' && secretPath.test(path)) return { path, from: hidden(from), to: hidden(to) };
  return { path, from: text(path, from), to: text(path, to) };
}

const hidden = (value: unknown): string => (value === undefined ? '(none)' : '(secret)');

/** The name stands before the value while secrets are looked for: `API_KEY=…` is one by its name. */
function text(path: string, value: unknown): string {
  if (value === undefined) return '(none)';
  const plain = typeof value === 'string' ? value : JSON.stringify(value);
  const name = path.split('.').findLast((part) => part !== 'value' && !/^\d+$/.test(part)) ?? 'value';
  const whole = redactedLine(`${name}=${plain}`).slice(name.length + 1);
  return whole.length <= longest ? whole : `${whole.slice(0, longest - 1)}…`;
}
