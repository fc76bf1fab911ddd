import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium, type Page } from 'playwright-core';
import { runCommand } from '../../dev/run-command.ts';
import { installedChromium } from '../../dev/chromium.ts';

const CONSOLE = join(import.meta.dirname, '../../console');

/** How a board looks in a browser while its exam changes; times in milliseconds. */
export interface Frames {
  /** From the address to the first row: in a new browser, and with what it kept from then. */
  cold: number;
  warm: number;
  /** The longest gap between two frames, and the longest task of the page. */
  longestGap: number;
  longestTask: number;
  frames: number;
}

/** 10 Mbit/s, in the units of the browser's own tools. */
const NETWORK = { offline: false, latency: 10, downloadThroughput: 10e6 / 8, uploadThroughput: 10e6 / 8 };

const WATCH = `
  window.watched = { gaps: [], tasks: [] };
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.watched.tasks.push(entry.duration)))
    .observe({ entryTypes: ['longtask'] });
  let last = performance.now();
  requestAnimationFrame(function next(now) {
    window.watched.gaps.push(now - last);
    last = now;
    requestAnimationFrame(next);
  });`;
const READ = `({
  longestGap: Math.max(0, ...window.watched.gaps.slice(1)),
  longestTask: Math.max(0, ...window.watched.tasks),
  frames: window.watched.gaps.length,
})`;

async function untilFirstRow(page: Page, address: string): Promise<number> {
  const begun = performance.now();
  await page.goto(address, { waitUntil: 'commit' });
  await page.getByRole('row').nth(2).waitFor({ timeout: 60_000 });
  return performance.now() - begun;
}

/** Builds the page, and says how many bytes a board loads, gzipped: of script with its texts, and of style. */
export async function weighPage(): Promise<{ script: number; style: number }> {
  await runCommand(process.execPath, [join(CONSOLE, 'build.ts')]);
  const assets = join(CONSOLE, 'dist/assets');
  const weigh = (pattern: RegExp) =>
    readdirSync(assets)
      .filter((name) => pattern.test(name))
      .reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name))).length, 0);
  return { script: weigh(/^(?:first|index|rolldown-runtime|texts\.en)-.*\.js$/), style: weigh(/\.css$/) };
}

/**
 * Opens the board in a browser, has the exam changed, and watches the frames until `settledMs` after it. Null on a machine
 * without a browser. `token` is that of somebody of the course's team.
 */
export async function watchFrames(
  { url, board, token }: { url: string; board: string; token: string },
  change: () => Promise<void>,
  settledMs: number,
): Promise<Frames | null> {
  const executablePath = installedChromium();
  if (executablePath === undefined) return null;
  const browser = await chromium.launch({ executablePath, chromiumSandbox: false });
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const [head = '', payload = '', signature = ''] = token.split('.');
    await context.addCookies([
      { name: 'edx-jwt-cookie-header-payload', value: `${head}.${payload}`, url },
      { name: 'edx-jwt-cookie-signature', value: signature, url },
    ]);
    const page = await context.newPage();
    const tools = await context.newCDPSession(page);
    await tools.send('Network.emulateNetworkConditions', NETWORK);
    const cold = await untilFirstRow(page, `${url}/console${board}`);
    await page.goto('about:blank');
    const warm = await untilFirstRow(page, `${url}/console${board}`);
    await page.waitForTimeout(2_000);
    await page.evaluate(WATCH);
    await change();
    await page.waitForTimeout(settledMs);
    return { cold, warm, ...(await page.evaluate<Omit<Frames, 'cold' | 'warm'>>(READ)) };
  } finally {
    await browser.close();
  }
}
