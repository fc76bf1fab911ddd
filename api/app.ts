import Fastify, { LogController } from 'fastify';
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { handleError } from './errors/handler.ts';
import { authentication } from './plugins/authentication.ts';
import { bodies, readFields } from './plugins/bodies.ts';
import { documentation } from './plugins/documentation.ts';
import { hardening } from './plugins/hardening.ts';
import { idempotency } from './plugins/idempotency.ts';
import type { AppDeps } from './ports.ts';
import './route-config.ts';
import type { App } from './routes/app-instance.ts';
import { routes } from './routes/index.ts';

const BODY_BYTES = 1024 * 1024;

/**
 * The whole API, unstarted. Answers are sent exactly as the handlers give them: the schemas document them and are
 * checked by the tests, not at run time, since the wire tells null from absent.
 */
export async function buildApp(deps: AppDeps): Promise<App> {
  const app = Fastify({
    loggerInstance: deps.logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_BYTES,
    trustProxy: false,
    routerOptions: { maxParamLength: 512, querystringParser: readFields },
    return503OnClosing: true,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.setErrorHandler(handleError);
  app.addHook('onClose', () => deps.heartbeats.close());
  await app.register(hardening, { config: deps.config });
  await app.register(documentation);
  await app.register(authentication, { authenticate: deps.authenticate });
  await app.register(bodies);
  await app.register(idempotency, { pool: deps.pool });
  await app.register(routes, { deps });
  return app;
}
