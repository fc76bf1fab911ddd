import { watch } from 'node:fs';
import { join } from 'node:path';
import closeWithGrace from 'close-with-grace';
import { buildPreviewServer } from './email-previews/build-preview-server.ts';
import { PortBook } from './ports.ts';

const PREFERRED_PORT = 8035;
/** Editors write a file in several steps. */
const SETTLE_MS = 100;

const overridesDir = process.env.EMAIL_OVERRIDES_DIR;
const { app, rebuild } = await buildPreviewServer();
let settling: NodeJS.Timeout | undefined;
for (const folder of [join(import.meta.dirname, '../emails'), ...(overridesDir ? [overridesDir] : [])]) {
  watch(folder, { recursive: true }, () => {
    clearTimeout(settling);
    settling = setTimeout(() => void rebuild(), SETTLE_MS);
  });
}
closeWithGrace(async () => app.close());
const port = await new PortBook(console.log).take('the page of emails', Number(process.env.PORT ?? PREFERRED_PORT));
console.log(`Every email: ${await app.listen({ host: '127.0.0.1', port })}`);
