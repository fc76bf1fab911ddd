import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';
import { z } from 'zod';

/** Root of the repository. */
export const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, 'deploy/monitoring');

const alertsFile = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string(),
          expr: z.string(),
          for: z
            .string()
            .regex(/^\d+[smh]$/)
            .optional(),
          labels: z.strictObject({ severity: z.enum(['warning', 'critical']) }),
          annotations: z.strictObject({ summary: z.string(), runbook_url: z.string() }),
        }),
      ),
    }),
  ),
});
const panel = z.object({
  id: z.int(),
  type: z.enum(['row', 'timeseries']),
  title: z.string(),
  gridPos: z.object({ x: z.int(), y: z.int(), w: z.int(), h: z.int() }),
  targets: z.array(z.object({ refId: z.string(), expr: z.string(), legendFormat: z.string() })).optional(),
});

/** The rules that alert. */
export function readAlerts() {
  const file = alertsFile.parse(parse(readFileSync(join(FOLDER, 'alerts.yml'), 'utf8')));
  return file.groups.flatMap(({ rules }) => rules);
}

/** The panels of the dashboard. */
export function readPanels() {
  const text = readFileSync(join(FOLDER, 'dashboard.json'), 'utf8');
  return z.object({ panels: z.array(panel) }).parse(JSON.parse(text)).panels;
}

/** Every expression of both, as Prometheus gets it, with where it stands. */
export function readExpressions(): { where: string; expr: string }[] {
  const alerts = readAlerts().map(({ alert, expr }) => ({ where: alert, expr }));
  const panels = readPanels().flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ where: title, expr })));
  return [...alerts, ...panels].map(({ where, expr }) => ({ where, expr: expr.replaceAll('$__rate_interval', '5m') }));
}

/** What an expression asks for: its metrics, and the labels that it wants of them. Throws if it is no PromQL. */
export function readQuery(expr: string): { metrics: string[]; matchers: { label: string; values: string[] }[] } {
  const metrics: string[] = [];
  const matchers: { label: string; values: string[] }[] = [];
  const textOf = ({ from, to }: { from: number; to: number }) => expr.slice(from, to);
  parser.parse(expr).iterate({
    enter(node) {
      if (node.type.isError) throw new Error(`no PromQL at ${node.from}: ${expr}`);
      if (node.name === 'VectorSelector') {
        const name = node.node.getChild('Identifier');
        if (name) metrics.push(textOf(name));
      }
      if (node.name === 'UnquotedLabelMatcher') {
        const [, label = '', value = ''] = /^(\w+)\s*(?:=~|!=|=)\s*"(.*)"$/.exec(textOf(node)) ?? [];
        matchers.push({ label, values: value.split('|') });
      }
    },
  });
  return { metrics, matchers };
}
