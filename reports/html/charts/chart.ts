import { LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { escapeHtml, Markup } from '../markup.ts';

use([LineChart, ScatterChart, GridComponent, MarkLineComponent, SVGRenderer]);

/** The page's colours, by role: a chart follows the reader's light or dark scheme through them. */
export const ink = {
  text: 'var(--ink)',
  muted: 'var(--muted)',
  line: 'var(--line)',
  paper: 'var(--card)',
  accent: 'var(--accent)',
  good: 'var(--good)',
  bad: 'var(--bad)',
  warn: 'var(--warn)',
} as const;

/** Axis looks that all charts share. */
export const axis = {
  axisLine: { lineStyle: { color: ink.line } },
  axisTick: { lineStyle: { color: ink.line } },
  axisLabel: { color: ink.muted, fontSize: 11 },
  splitLine: { lineStyle: { color: ink.line } },
  nameTextStyle: { color: ink.muted, fontSize: 11 },
} as const;

/** A label without the white halo that would glare on dark paper. */
export const quietLabel = (color: string) => ({
  color,
  fontSize: 11,
  textBorderColor: ink.paper,
  textBorderWidth: 3,
});

/** Draws a chart as SVG markup of the given size in CSS pixels; `title` is what a screen reader says. */
export function draw(title: string, width: number, height: number, option: EChartsCoreOption): Markup {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ animation: false, textStyle: { fontFamily: 'inherit', color: ink.text }, ...option });
    const svg = chart
      .renderToSVGString()
      .replace(/<style\s*>[\s\S]*?<\/style>/g, '')
      .replace(/ (?:class="zr[^"]*"|ecmeta_[a-z_]+="[^"]*"|pointer-events="visible")/g, '')
      .replace(/<svg [^>]*?viewBox=/, `<svg role="img" aria-label="${escapeHtml(title)}" viewBox=`);
    return new Markup(svg);
  } finally {
    chart.dispose();
  }
}
