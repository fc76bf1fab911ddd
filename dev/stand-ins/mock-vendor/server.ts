import closeWithGrace from 'close-with-grace';
import { buildMockVendor } from './app.ts';
import { MOCK_VENDOR_ENVIRONMENT } from './environment.ts';

const environment = MOCK_VENDOR_ENVIRONMENT.parse(process.env);
const app = await buildMockVendor(environment);
closeWithGrace(async () => app.close());
const address = await app.listen({ host: environment.HOST, port: environment.PORT });
console.log(`mock vendor listens on ${address}`);
