import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium, type Page } from 'playwright-core';
import { runCommand } from '../../dev/run-command.ts';
import { installedChromium } from '../../dev/chromium.ts';
import { quantile } from '../load/figures.ts';

const CONSOLE = join(import.meta.dirname, '../../console');

/** How a board looks in a browser while its exam changes; times in milliseconds. */
export interface Frames {
  /** From the address to the first row on the screen: in a new browser, and with what it kept from then, the median. */
  cold: number;
  warm: number;
  /** One for each round of changes. */
  rounds: Round[];
}

/** A round of changes: the longest gap between two frames, the longest that the page itself took for one, and how many. */
interface Round {
  longestGap: number;
  /** Zero when none took 50 ms or more: a browser tells of no shorter one. */
  longestFrame: number;
  frames: number;
}

/** 10 Mbit/s, in the units of the browser's own tools. */
const NETWORK = { offline: false, latency: 10, downloadThroughput: 10e6 / 8, uploadThroughput: 10e6 / 8 };

const WATCH = `
  window.watched = { gaps: [], long: [] };
  window.watching?.disconnect();
  window.watching = new PerformanceObserver((list) => window.watched.long.push(...list.getEntries().map(({ duration }) => duration)));
  window.watching.observe({ type: 'long-animation-frame' });
  {
    const { gaps } = window.watched;
    let last = performance.now();
    requestAnimationFrame(function next(now) {
      gaps.push(now - last);
      last = now;
      if (gaps === window.watched.gaps) requestAnimationFrame(next);
    });
  }`;
const READ = `({
  longestGap: Math.max(0, ...window.watched.gaps.slice(1)),
  longestFrame: Math.max(0, ...window.watched.long),
  frames: window.watched.gaps.length,
})`;

/** Loads by a browser that knows the page. */
const LOADS = 7;
/** Until nothing of a load is still going on. */
const SETTLED_MS = 2_000;

/**
 * The page itself says when its first row was painted, in milliseconds since it was asked for. A locator would ask in pauses
 * that grow to half a second, with a script of its own that the page reads first.
 */
const SAY_FIRST_ROW = `
  new MutationObserver((_, observer) => {
    if (!document.querySelector('tbody tr[aria-rowindex]')) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => console.debug('first row', performance.now())));
  }).observe(document, { subtree: true, childList: true });`;

async function untilFirstRow(page: Page, address: string): Promise<number> {
  await page.goto('about:blank');
  const [said] = await Promise.all([
    page.waitForEvent('console', { predicate: (message) => message.text().startsWith('first row '), timeout: 60_000 }),
    page.goto(address, { waitUntil: 'commit' }),
  ]);
  return Number(said.text().replace('first row ', ''));
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
 * Opens the board in a browser, has the exam changed by each of `changes`, and watches the frames until `settledMs` after
 * it. Null on a machine without a browser. `token` is that of somebody of the course's team.
 */
export async function watchFrames(
  { url, board, token }: { url: string; board: string; token: string },
  changes: readonly (() => Promise<void>)[],
  settledMs: number,
): Promise<Frames | null> {
  const executablePath = installedChromium();
  if (executablePath === undefined) return null;
  // As people have one: without a folder a browser forgets what it compiled of the script.
  const profile = await mkdtemp(join(tmpdir(), 'durable-proctoring-profile-'));
  const options = { executablePath, chromiumSandbox: false, viewport: { width: 1280, height: 800 } };
  const context = await chromium.launchPersistentContext(profile, options);
  try {
    const [head = '', payload = '', signature = ''] = token.split('.');
    await context.addCookies([
      { name: 'edx-jwt-cookie-header-payload', value: `${head}.${payload}`, url },
      { name: 'edx-jwt-cookie-signature', value: signature, url },
    ]);
    const page = await context.newPage();
    await page.addInitScript(SAY_FIRST_ROW);
    const tools = await context.newCDPSession(page);
    await tools.send('Network.emulateNetworkConditions', NETWORK);
    const cold = await untilFirstRow(page, `${url}/console${board}`);
    const warm: number[] = [];
    for (let load = 0; load < LOADS; load += 1) {
      await page.waitForTimeout(SETTLED_MS);
      warm.push(await untilFirstRow(page, `${url}/console${board}`));
    }
    await page.waitForTimeout(SETTLED_MS);
    const rounds: Round[] = [];
    for (const change of changes) {
      await page.evaluate(WATCH);
      await change();
      await page.waitForTimeout(settledMs);
      rounds.push(await page.evaluate<Round>(READ));
    }
    return { cold, warm: quantile(warm, 0.5), rounds };
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
}
