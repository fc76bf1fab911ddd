import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { DrawnPanel, Episode } from './evaluate.ts';
import type { Span } from './prometheus.ts';

/** What a page shows: a time, with what was out of order in it. */
export interface Shown extends Span {
  troubles: readonly Episode[];
}

const UPLOT = join(dirname(createRequire(import.meta.url).resolve('uplot/package.json')), 'dist');
const STYLE = `
  body { margin: 0; padding: 12px; background: #f4f5f5; font: 12px sans-serif; color: #24292e; }
  main { display: grid; grid-template-columns: repeat(24, 1fr); gap: 8px; }
  section { background: white; border: 1px solid #d8dbde; padding: 6px 8px; overflow: hidden; }
  p { margin: 0; }
  h1 { grid-column: 1 / -1; font-size: 15px; margin: 8px 0 0; }
  h2 { font-size: 12px; margin: 0 0 4px; }
  ul { margin: 2px 0 0; padding: 0; list-style: none; font-size: 11px; line-height: 1.3; }
  li { display: inline-block; margin-right: 10px; overflow-wrap: anywhere; }
  li::before { content: ''; display: inline-block; width: 10px; height: 3px; margin-right: 4px; vertical-align: middle; background: var(--line); }
`;

/** Runs in the page: draws each panel into its place, with the library that Grafana draws with. */
const SCRIPT = `
  const COLOURS = ['#5794f2', '#e0752d', '#37872d', '#c4162a', '#8f3bb8', '#b8860b', '#1f9e9e', '#d683ce', '#6b7280', '#7cb342', '#00458b', '#a0522d'];
  const spaces = uPlot.fmtDate('{HH}:{mm}');
  const short = (value) => value >= 1e6 ? (value / 1e6).toFixed(1) + ' M' : value >= 1e4 ? Math.round(value / 1e3) + ' k' : String(+value.toPrecision(3));
  const UNITS = {
    s: (value) => (value > 0 && value < 1 ? short(value * 1000) + ' ms' : short(value) + ' s'),
    bytes: (value) => short(value / 1048576) + ' MiB',
    percentunit: (value) => short(value * 100) + ' %',
    ops: (value) => short(value) + '/s',
    reqps: (value) => short(value) + '/s',
    short,
  };
  // A value with none beside it has no line.
  const alone = ({ data }, index) =>
    data[index].flatMap((value, at, all) => (value !== null && all[at - 1] == null && all[at + 1] == null ? [at] : []));
  const shade = ({ ctx, bbox, valToPos }) => {
    ctx.fillStyle = '#fbe9e7';
    for (const { from, to } of SHOWN.troubles) {
      const left = valToPos(from, 'x', true);
      ctx.fillRect(left, bbox.top, valToPos(to, 'x', true) - left, bbox.height);
    }
  };
  document.querySelector('p').textContent = 'Shaded, one after the other: ' + SHOWN.troubles.map(({ name }) => name).join(', ') + '.';
  for (const { title, unit, place, lines } of PANELS) {
    const box = document.querySelector('main').appendChild(document.createElement(unit === null ? 'h1' : 'section'));
    box.style.gridRow = (place.y + 1) + ' / span ' + place.h;
    if (unit === null) { box.textContent = title; continue; }
    box.style.gridColumn = (place.x + 1) + ' / span ' + place.w;
    box.appendChild(document.createElement('h2')).textContent = title;
    const chart = box.appendChild(document.createElement('div'));
    const times = Array.from({ length: Math.floor((SHOWN.to - SHOWN.from) / SHOWN.step) + 1 }, (_, index) => SHOWN.from + index * SHOWN.step);
    const rows = lines.map(({ values }) => {
      const known = new Map(values.map(([second, value]) => [Math.round((second - SHOWN.from) / SHOWN.step), value]));
      return times.map((_, index) => Number.isFinite(known.get(index)) ? known.get(index) : null);
    });
    const colour = (index) => COLOURS[index % COLOURS.length];
    const font = '10px sans-serif';
    new uPlot({
      width: box.clientWidth - 16,
      height: 130,
      legend: { show: false },
      cursor: { show: false },
      hooks: { drawClear: [shade] },
      scales: { x: { range: [SHOWN.from, SHOWN.to] }, y: { range: (_, least, most) => [0, most > 0 ? most * 1.05 : 1] } },
      axes: [
        { font, size: 22, values: (_, ticks) => ticks.map((tick) => spaces(new Date(tick * 1000))), grid: { stroke: '#eceef0', width: 1 }, ticks: { show: false } },
        { font, size: 52, values: (_, ticks) => ticks.map(UNITS[unit]), grid: { stroke: '#eceef0', width: 1 }, ticks: { show: false } },
      ],
      series: [{}, ...lines.map(({ name }, index) => ({ label: name, stroke: colour(index), width: 1.5, points: { show: true, size: 4, filter: alone } }))],
    }, [times, ...rows], chart);
    const legend = box.appendChild(document.createElement('ul'));
    lines.forEach(({ name }, index) => {
      const entry = legend.appendChild(document.createElement('li'));
      entry.textContent = name;
      entry.style.setProperty('--line', colour(index));
    });
  }
`;

/** The dashboard as a page that draws itself. */
export function dashboardPage(panels: readonly DrawnPanel[], shown: Shown): string {
  const read = (name: string) => readFileSync(join(UPLOT, name), 'utf8');
  const data = `const PANELS = ${JSON.stringify(panels)}; const SHOWN = ${JSON.stringify(shown)};`;
  return `<!doctype html><meta charset="utf-8"><style>${read('uPlot.min.css')}${STYLE}</style><p></p><main></main>
    <script>${read('uPlot.iife.min.js')}</script><script>${data}${SCRIPT}</script>`;
}
