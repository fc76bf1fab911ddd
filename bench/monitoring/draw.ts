import { openChromium } from '../../dev/chromium.ts';
import { dashboardPage, type Shown } from './dashboard-page.ts';
import type { DrawnPanel } from './evaluate.ts';

/** Draws the dashboard as it was in that time into a PNG file. */
export async function drawDashboard(panels: readonly DrawnPanel[], shown: Shown, file: string): Promise<void> {
  const browser = await openChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1360, height: 800 } });
    await page.setContent(dashboardPage(panels, shown));
    await page.screenshot({ path: file, fullPage: true });
  } finally {
    await browser.close();
  }
}
