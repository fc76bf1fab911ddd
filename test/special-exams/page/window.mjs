// A window without a screen that shows the page, and does what its parent process asks.
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('<!doctype html><div id="root"></div>', {
  url: 'https://learning.example.com/',
  pretendToBeVisual: true,
});
Object.defineProperty(globalThis, 'window', { value: window });
for (const name of Object.getOwnPropertyNames(window)) {
  if (!(name in globalThis)) Object.defineProperty(globalThis, name, { get: () => window[name], configurable: true });
}
for (const name of ['navigator', 'Event', 'CustomEvent', 'MessageEvent']) {
  Object.defineProperty(globalThis, name, { value: window[name], configurable: true });
}

// A page looks at its clock each second, and at the service's each 60 looks. Here it looks 20 times as often.
const LOOK_MS = 1_000;
const setIntervalOfNode = globalThis.setInterval;
globalThis.setInterval = (work, ms, ...args) => setIntervalOfNode(work, ms === LOOK_MS ? LOOK_MS / 20 : ms, ...args);

const { openPage } = await import('./page.mjs');
const page = openPage(JSON.parse(process.argv[2]));
process.on('message', ({ click }) => {
  try {
    if (click) page.click(click);
    process.send({ seen: page.look() });
  } catch (error) {
    process.send({ error: error.message });
  }
});
