import closeWithGrace from 'close-with-grace';
import { z } from 'zod';
import { startMailCatcher } from './start-mail-catcher.ts';

const port = z.coerce.number().int().min(0).max(65535);
const environment = z.object({ SMTP_PORT: port.default(1025), PORT: port.default(8025) }).parse(process.env);

const catcher = await startMailCatcher({ smtp: environment.SMTP_PORT, web: environment.PORT });
closeWithGrace(async () => catcher.close());
console.log(`Mail catcher ready at ${catcher.url}, taking mail at ${catcher.smtpUrl}`);
