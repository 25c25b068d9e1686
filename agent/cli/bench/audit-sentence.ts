import type { Palette } from '../../../reports/console/palette.ts';
import { number } from '../../../reports/view/text.ts';
import type { LevelDocument } from './document.ts';
import { milliseconds } from './percentile-table.ts';

const clocks: Readonly<Record<string, string>> = {
  kernel: 'reads stamped by the kernel',
  'user-space': 'reads stamped in user space',
  mixed: 'reads stamped by the kernel, some in user space',
};

/** What the generator says of itself: that its figures can be trusted, or in red why they cannot. */
export function auditSentence(
  { audit, clock }: Pick<LevelDocument, 'audit' | 'clock'>,
  row: (text: string, style?: (line: string) => string) => string[],
  palette: Palette,
): string[] {
  const { own_delay_p99_ms, cpu_cores, cpu_limit_cores, resident_bytes } = audit;
  const facts = [
    ...(own_delay_p99_ms === null ? [] : [`own delay p99 ${milliseconds(own_delay_p99_ms)}`]),
    `${Number(cpu_cores.toFixed(2))} of ${number(cpu_limit_cores)} cores`,
    `${Math.round(resident_bytes / 1e6)} MB`,
    clocks[String(clock)] ?? `reads stamped by ${clock}`,
  ].join(', ');
  if (audit.valid) return row(`sound: ${facts}`);
  return [
    ...row(`NOT SOUND, nothing may be concluded: ${audit.reasons.join('; ')}`, palette.yellow),
    ...row(facts, palette.dim).map((line) => line.replace('generator', '         ')),
  ];
}
