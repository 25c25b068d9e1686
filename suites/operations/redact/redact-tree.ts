import { canBeSecret, secretName } from './secret-names.ts';
import { markerOf } from './span.ts';

/** Told of every secret that was found by its name. */
export type OnSecret = (value: string, redactor: string) => void;

/**
 * A copy of a document without the values of secret names. Knows what text cannot tell: `{name, value}` pairs, flags
 * whose value is the next argument, JSON inside strings, and values that YAML folded.
 */
export function redactTree(value: unknown, onSecret: OnSecret = () => {}): unknown {
  const hide = (secret: string | number, redactor: string): string => {
    onSecret(String(secret), redactor);
    return markerOf(redactor);
  };
  const named = (name: string, item: unknown): unknown => {
    const promise = secretName(name);
    if (!promise || (typeof item !== 'string' && typeof item !== 'number')) return walk(item);
    if (!canBeSecret(promise, String(item).trim())) return item;
    return hide(item, promise === 'password' ? 'password' : 'named-secret');
  };
  const walk = (item: unknown): unknown => {
    if (typeof item === 'string') return insideText(item);
    if (Array.isArray(item))
      return item.map((one, index) => {
        const flag = item[index - 1];
        const isValue =
          typeof flag === 'string' && /^--?[\w-]+$/.test(flag) && typeof one === 'string' && !/^-/.test(one);
        return isValue ? named(flag.replace(/^-+/, ''), one) : walk(one);
      });
    if (item === null || typeof item !== 'object' || item instanceof Date) return item;
    const pair = item as { name?: unknown; value?: unknown };
    return Object.fromEntries(
      Object.entries(item).map(([key, one]) => {
        if (key === 'value' && typeof pair.name === 'string') return [key, named(pair.name, one)];
        return [key, named(key, one)];
      }),
    );
  };
  const insideText = (text: string): unknown => {
    if (!/^\s*[{[]/.test(text) || text.length > 2 * 1024 * 1024) return text;
    try {
      const parsed: unknown = JSON.parse(text);
      const clean = walk(parsed);
      return JSON.stringify(clean) === JSON.stringify(parsed) ? text : JSON.stringify(clean);
    } catch {
      return text;
    }
  };
  return walk(value);
}
