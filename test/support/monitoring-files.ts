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
  fieldConfig: z.object({ defaults: z.object({ unit: z.string() }) }).optional(),
  targets: z.array(z.object({ refId: z.string(), expr: z.string(), legendFormat: z.string() })).optional(),
});

/** The rules that alert. */
export function readAlerts() {
  const file = alertsFile.parse(parse(readFileSync(join(FOLDER, 'alerts.yml'), 'utf8')));
  return file.groups.flatMap(({ rules }) => rules);
}

const alertTestsFile = z.object({
  tests: z.array(
    z.object({
      alert_rule_test: z
        .array(z.object({ alertname: z.string(), exp_alerts: z.array(z.unknown()).default([]) }))
        .default([]),
    }),
  ),
});

/** Names of the alerts that are tested, each with whether that is a time at which it is raised. */
export function readAlertTests(): { alert: string; isRaised: boolean }[] {
  const file = alertTestsFile.parse(parse(readFileSync(join(FOLDER, 'alerts.test.yml'), 'utf8')));
  return file.tests.flatMap(({ alert_rule_test: tests }) =>
    tests.map(({ alertname, exp_alerts: alerts }) => ({ alert: alertname, isRaised: alerts.length > 0 })),
  );
}

/** The panels of the dashboard; rows, which only part them, have no unit and ask for nothing. */
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

/** What an expression asks for. */
interface Asked {
  metrics: string[];
  /** The metrics with the labels that it wants of them, as they stand. */
  selectors: string[];
  matchers: { label: string; values: string[] }[];
}

/** Reads an expression. Throws if it is no PromQL. */
export function readQuery(expr: string): Asked {
  const metrics: string[] = [];
  const selectors: string[] = [];
  const matchers: Asked['matchers'] = [];
  const textOf = ({ from, to }: { from: number; to: number }) => expr.slice(from, to);
  parser.parse(expr).iterate({
    enter(node) {
      if (node.type.isError) throw new Error(`no PromQL at ${node.from}: ${expr}`);
      if (node.name === 'VectorSelector') {
        const name = node.node.getChild('Identifier');
        if (name) metrics.push(textOf(name));
        selectors.push(textOf(node));
      }
      if (node.name === 'UnquotedLabelMatcher') {
        const [, label = '', value = ''] = /^(\w+)\s*(?:=~|!=|=)\s*"(.*)"$/.exec(textOf(node)) ?? [];
        matchers.push({ label, values: value.split('|') });
      }
    },
  });
  return { metrics, selectors, matchers };
}
