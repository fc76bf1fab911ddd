import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { claimsOf, PEOPLE, type Person } from '../../dev/people.ts';
import { runCommand } from '../../dev/run-command.ts';
import { startApi, type Api } from '../api/harness.ts';
import { installedChromium, openChromium } from '../../dev/chromium.ts';

export interface PageOptions {
  /** Whom the browser belongs to; null: nobody yet. */
  as?: Person | null;
  size?: { width: number; height: number };
  /** `host:port` by which the browser reaches the service, instead of directly. */
  by?: string;
}

/** The service with its console, and a browser that looks at it. */
export interface ConsoleStand {
  api: Api;
  url: string;
  /** A window of a browser of its own, at an address below /console. */
  open(path: string, options?: PageOptions): Promise<Page>;
  close(): Promise<void>;
}

const PATIENCE_MS = 60_000;
const DESKTOP = { width: 1280, height: 800 };

/** Null on a machine without a browser. */
export async function openConsoleStand(env: Record<string, string> = {}): Promise<ConsoleStand | null> {
  if (installedChromium() === undefined) return null;
  await runCommand(process.execPath, [join(import.meta.dirname, '../../console/build.ts')]);
  const people = [PEOPLE.carol, PEOPLE.dora, PEOPLE.ivan].map(claimsOf);
  const api = await startApi({ env: { SESSION_PEOPLE: JSON.stringify(people), ...env } });
  await api.app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(api.app.server.address() as AddressInfo).port}`;
  const browser = await openChromium();
  return {
    api,
    url,
    async open(path, { as = PEOPLE.carol, size = DESKTOP, by } = {}) {
      const context = await browser.newContext({ viewport: size, colorScheme: 'light', reducedMotion: 'reduce' });
      const page = await context.newPage();
      page.setDefaultTimeout(PATIENCE_MS);
      await page.goto(`${by === undefined ? url : `http://${by}`}/console${path}`);
      if (as !== null) {
        await page.getByRole('button', { name: `Continue as ${as.username}` }).click();
        // The page begins anew once they are signed in, whatever a test does meanwhile.
        await page.getByRole('button', { name: as.name, exact: true }).waitFor();
      }
      // A pointer over a board holds its order.
      await page.mouse.move(0, 0);
      return page;
    },
    async close() {
      await browser.close();
      await api.close();
    },
  };
}

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** The rules of axe that a theme can break: nothing but colours is different in another one. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** What axe finds wrong with a page in the light theme, and with its colours in the dark one, as rule and place. */
export async function findBarriers(page: Page): Promise<string[]> {
  const inLight = await new AxeBuilder({ page }).withTags(WCAG).analyze();
  await page.emulateMedia({ colorScheme: 'dark' });
  const inDark = await new AxeBuilder({ page }).withRules(OF_COLOURS).analyze();
  await page.emulateMedia({ colorScheme: 'light' });
  return Object.entries({ light: inLight, dark: inDark }).flatMap(([theme, { violations }]) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${theme}, ${id}: ${target.join(' ')}`)),
  );
}

/** Whether a page has to be scrolled sideways. */
export function isTooWide(page: Page): Promise<boolean> {
  return page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
}
