import { readAlerts, readPanels, readQuery } from '../../test/support/monitoring-files.ts';
import type { Prometheus, Series, Span } from './prometheus.ts';

/** What Grafana asks for at a scrape each 15 seconds. */
const RATE_INTERVAL = '1m';

/** A panel of the dashboard with what its queries gave. */
export interface DrawnPanel {
  title: string;
  /** Grafana's name of it; null for a row. */
  unit: string | null;
  place: { x: number; y: number; w: number; h: number };
  lines: { name: string; values: Series['values'] }[];
}

/** A query that gave nothing, and where it stands. */
export interface Silent {
  where: string;
  expr: string;
}

/** An alert or a trouble, from its first time to its last (epoch seconds). */
export interface Episode {
  name: string;
  from: number;
  to: number;
}

const nameOf = (format: string, labels: Record<string, string>) =>
  format.replace(/\{\{(\w+)\}\}/g, (_, label: string) => labels[label] ?? '');
const hasData = ({ values }: Series) => values.some(([, value]) => Number.isFinite(value));

/** Asks for everything that the dashboard shows; `silent` are the queries without a single value. */
export async function evaluatePanels(
  prometheus: Prometheus,
  span: Span,
): Promise<{ panels: DrawnPanel[]; silent: Silent[] }> {
  const panels: DrawnPanel[] = [];
  const silent: Silent[] = [];
  for (const { title, fieldConfig, gridPos: place, targets = [] } of readPanels()) {
    const lines: DrawnPanel['lines'] = [];
    for (const { expr, legendFormat } of targets) {
      const series = await prometheus.query(expr.replaceAll('$__rate_interval', RATE_INTERVAL), span);
      const found = series.filter(hasData);
      if (found.length === 0) silent.push({ where: title, expr });
      lines.push(...found.map(({ labels, values }) => ({ name: nameOf(legendFormat, labels), values })));
    }
    panels.push({ title, unit: fieldConfig?.defaults.unit ?? null, place, lines });
  }
  return { panels, silent };
}

/** Asks for every metric that an alert looks at, with the labels that it wants; answers with those that there are none of. */
export async function evaluateAlerts(prometheus: Prometheus, span: Span): Promise<Silent[]> {
  const silent: Silent[] = [];
  for (const { alert, expr } of readAlerts()) {
    for (const selector of readQuery(expr).selectors) {
      if (!(await prometheus.query(selector, span)).some(hasData)) silent.push({ where: alert, expr: selector });
    }
  }
  return silent;
}

/** Which alerts fired in that time. */
export async function listFired(prometheus: Prometheus, span: Span): Promise<Episode[]> {
  const series = await prometheus.query('max by (alertname) (ALERTS{alertstate="firing"})', span);
  const fired = series.map(({ labels, values }) => ({
    name: labels['alertname'] ?? '',
    from: values[0]?.[0] ?? Number.NaN,
    to: values.at(-1)?.[0] ?? Number.NaN,
  }));
  return fired.toSorted((one, other) => one.from - other.from);
}
