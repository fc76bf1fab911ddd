import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const USUAL_PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A Chromium of this machine, undefined without one; `CHROMIUM_PATH` names one elsewhere. */
export function installedChromium(): string | undefined {
  return [process.env.CHROMIUM_PATH ?? '', ...USUAL_PLACES].find((path) => path !== '' && existsSync(path));
}

/** Opens it; throws without one. */
export async function openChromium(): Promise<Browser> {
  const executablePath = installedChromium();
  if (executablePath === undefined) throw new Error('There is no Chromium here; CHROMIUM_PATH names one elsewhere.');
  return await chromium.launch({ executablePath, chromiumSandbox: false });
}
