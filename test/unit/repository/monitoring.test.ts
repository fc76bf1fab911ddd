import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../../api/errors/catalogue.ts';
import { EVENT_NAMES } from '../../../rules/attempt/events.ts';
import {
  readAlerts,
  readAlertTests,
  readExpressions,
  readPanels,
  readQuery,
  ROOT,
} from '../../support/monitoring-files.ts';

const RUNBOOKS = 'docs/runbooks';

describe('the alerts', () => {
  it('have names of their own and a page of what to do, and every page has an alert', () => {
    const alerts = readAlerts();
    expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
    const pages = alerts.map(({ annotations }) => annotations.runbook_url);
    expect(pages.filter((page) => !existsSync(join(ROOT, page)))).toEqual([]);
    const there = readdirSync(join(ROOT, RUNBOOKS)).map((name) => `${RUNBOOKS}/${name}`);
    expect(there.filter((page) => !pages.includes(page))).toEqual([]);
  });

  it('are each tested when they are raised and when they are not yet', () => {
    const names = new Set(readAlerts().map(({ alert }) => alert));
    const tests = readAlertTests();
    const tested = (isRaised: boolean) =>
      new Set(tests.filter((test) => test.isRaised === isRaised).map((test) => test.alert));
    expect([tested(true), tested(false)]).toEqual([names, names]);
  });

  it.each(readdirSync(join(ROOT, RUNBOOKS)))(
    '%s has the same parts as the others, and links that lead somewhere',
    (name) => {
      const text = readFileSync(join(ROOT, RUNBOOKS, name), 'utf8');
      for (const part of ['What it means', 'What learners notice', 'Look at', 'Do', 'Afterwards']) {
        expect(text).toMatch(new RegExp(`^\\*\\*${part}`, 'm'));
      }
      const links = [...text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, to = '']) => to);
      expect(links.filter((to) => !existsSync(join(ROOT, RUNBOOKS, to)))).toEqual([]);
    },
  );
});

describe('the dashboard', () => {
  it('has panels with numbers and places of their own', () => {
    const panels = readPanels();
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const squares = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)}/${y + Math.floor(index / w)}`),
    );
    expect(new Set(squares).size).toBe(squares.length);
  });
});

describe('what both ask Prometheus for', () => {
  it('is PromQL of metrics that the page names', () => {
    const page = readFileSync(join(ROOT, 'docs/monitoring.md'), 'utf8');
    const named = (metric: string) =>
      /^(nodejs|process|temporal)_/.test(metric) || page.includes(`\`${metric.replace(/_(bucket|count|sum)$/, '')}\``);
    const asked = readExpressions().flatMap(({ expr }) => readQuery(expr).metrics);
    expect(asked.length).toBeGreaterThan(30);
    expect(asked.filter((metric) => !named(metric))).toEqual([]);
  });

  it('has only codes and events that there are', () => {
    const known: Record<string, readonly string[]> = { code: Object.keys(CATALOGUE), event: EVENT_NAMES };
    const wanted = readExpressions().flatMap(({ expr }) => readQuery(expr).matchers);
    const unknown = wanted.flatMap(({ label, values }) =>
      values.filter((value) => known[label] && !known[label].includes(value)),
    );
    expect(wanted.filter(({ label }) => label in known).length).toBeGreaterThan(3);
    expect(unknown).toEqual([]);
  });
});
