import closeWithGrace from 'close-with-grace';
import { z } from 'zod';
import { buildMockLms } from './build-mock-lms.ts';

const environment = z
  .object({
    PORT: z.coerce.number().int().min(0).max(65535).default(8040),
    LMS_TOKEN: z.string().min(1),
    LMS_WEBHOOK_SECRET: z.string().startsWith('whsec_'),
  })
  .parse(process.env);

const app = buildMockLms({ token: environment.LMS_TOKEN, secret: environment.LMS_WEBHOOK_SECRET });
closeWithGrace(async () => app.close());
const address = await app.listen({ host: '127.0.0.1', port: environment.PORT });
console.log(`Mock LMS ready at ${address}`);
