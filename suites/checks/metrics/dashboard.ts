import { z } from 'zod';

/** One query of a panel. */
export interface PanelQuery {
  /** `SIE Cluster Overview / Requests per second`. */
  readonly panel: string;
  readonly expression: string;
}

const target = z.looseObject({ expr: z.string().optional() });
const basePanel = z.looseObject({
  title: z.string().optional(),
  datasource: z.unknown().optional(),
  targets: z.array(target).optional(),
});
const panel = basePanel.extend({ panels: z.array(basePanel).optional() });
const dashboard = z.looseObject({ title: z.string().optional(), panels: z.array(panel) });

/** The PromQL of a dashboard's panels, also of those in collapsed rows; null where the text is no dashboard. */
export function queriesOf(text: string): PanelQuery[] | null {
  let parsed: z.infer<typeof dashboard>;
  try {
    parsed = dashboard.parse(JSON.parse(text));
  } catch {
    return null;
  }
  const panels = parsed.panels.flatMap((each) => [each, ...(each.panels ?? [])]);
  return panels
    .filter(({ datasource }) => isPrometheus(datasource))
    .flatMap(({ title, targets = [] }) =>
      targets.flatMap(({ expr }) =>
        expr?.trim() ? [{ panel: `${parsed.title ?? '?'} / ${title ?? '?'}`, expression: expr }] : [],
      ),
    );
}

/** A data source is named, a variable, or the default; only one that says it is another kind is another. */
function isPrometheus(source: unknown): boolean {
  const type = (source as { type?: unknown } | null | undefined)?.type;
  return typeof type !== 'string' || type === 'prometheus';
}

/** Grafana's own variables, and how long they are here. */
const durations: Readonly<Record<string, string>> = {
  __rate_interval: '5m',
  __interval: '1m',
  __range: '1h',
  __interval_ms: '60000',
  __range_s: '3600',
  __range_ms: '3600000',
};

const variable = /\$\{(\w+)(?::\w+)?\}|\$(\w+)|\[\[(\w+)\]\]/g;

/** An expression as Grafana would send it for the namespace, with all values of every other variable. */
export function filledIn(expression: string, namespace: string): string {
  const value = (name: string): string => durations[name] ?? (name === 'namespace' ? namespace : '.*');
  // A variable that is compared is "all", which only a regular expression can say.
  const loosened = expression.replace(
    /(=|!=)(\s*)"(?=[^"]*(\$|\[\[))([^"]*)"/g,
    (whole, operator, space, _, text: string) => {
      const names = [...text.matchAll(variable)].map(([, a, b, c]) => a ?? b ?? c ?? '');
      if (operator === '!=' || names.every((name) => name === 'namespace')) return whole;
      return `=~${space}"${text}"`;
    },
  );
  return loosened.replace(variable, (_, a, b, c) => value(a ?? b ?? c ?? ''));
}

const keywords = new Set([
  ...['and', 'or', 'unless', 'by', 'without', 'on', 'ignoring', 'group_left', 'group_right'],
  ...['bool', 'offset', 'inf', 'nan', 'start', 'end'],
]);

/** The metrics that an expression asks for. */
export function metricsIn(expression: string): string[] {
  const bare = expression
    .replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g, '""')
    .replace(/\{[^}]*\}/g, '')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/gi, ' ');
  const names = [...bare.matchAll(/(?<![\w:.$])([a-zA-Z_:][\w:]*)(?!\s*\(|[\w:])/g)].map(([, name]) => name!);
  return [...new Set(names)].filter((name) => !keywords.has(name.toLowerCase()));
}
