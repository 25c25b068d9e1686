import { findSecrets } from '../../operations/redact/find-secrets.ts';

const wrong = /\b(error|fatal|panic|exception|traceback|critical)\b/i;
/** Lines that speak of errors where there are none: counters at zero, names of settings. */
const harmless =
  /\b(0|no|without|zero) errors?\b|\berrors?["']?\s*[:=]\s*["']?(0|null|none|nil|false|\[\])\b/i;
/** The level as JSON logs (pino, zap) and klog write it decides where there is one. */
const level = /"level"\s*:\s*"?(\w+)|^[^\w]*([IWEF])\d{4}\s|\blevel=(\w+)/i;

/** Whether a line of a log tells of an error. */
export function errorLine(line: string): boolean {
  const [, json, klog, logfmt] = level.exec(line) ?? [];
  const named = json ?? klog ?? logfmt;
  if (named === undefined) return wrong.test(line) && !harmless.test(line);
  return /^\d+$/.test(named)
    ? Number(named) >= 50
    : /^(e|f|err|error|fatal|panic|crit|critical)$/i.test(named);
}

const longest = 300;

/** A line as it may be shown: secrets hidden, and cut. */
export function shown(line: string): string {
  const text = redactedLine(line);
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

/** A line with its secrets hidden. */
export function redactedLine(line: string): string {
  let [text, from] = ['', 0];
  for (const { start, end } of findSecrets(line).sort((a, b) => a.start - b.start)) {
    if (end <= from) continue;
    if (start >= from) text += `${line.slice(from, start)}[redacted]`;
    from = end;
  }
  return text + line.slice(from);
}
