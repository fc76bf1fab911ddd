import { table } from '../tables.ts';
import type { DrawnPanel, Episode, Silent } from './evaluate.ts';

/** What a run with troubles showed. */
export interface Showed {
  /** Epoch seconds. */
  began: number;
  troubles: readonly Episode[];
  fired: readonly Episode[];
  panels: readonly DrawnPanel[];
  /** Queries without data. */
  without: readonly Silent[];
  /** Alerts that should have fired. */
  missing: readonly string[];
}

const minutes = (seconds: number) => (seconds / 60).toFixed(1);

/** The report as text. */
export function reportOf({ began, troubles, fired, panels, without, missing }: Showed): string {
  const rowsOf = (spans: readonly Episode[]) =>
    spans.map(({ name, from, to }) => [name, minutes(from - began), minutes(to - from)]);
  const charts = panels.filter(({ unit }) => unit !== null);
  const lines = charts.flatMap((chart) => chart.lines);
  return [
    table(['out of order', 'from minute', 'for minutes'], rowsOf(troubles)),
    '',
    table(['alert', 'from minute', 'for minutes'], rowsOf(fired)),
    '',
    `${charts.length} panels with ${lines.length} lines; queries without data: ${without.length}`,
    ...without.map(({ where, expr }) => `  ${where}: ${expr}`),
    missing.length === 0 ? 'Every trouble was told of.' : `Nobody was told: ${missing.join(', ')}.`,
  ].join('\n');
}
