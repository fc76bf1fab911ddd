import compress from '@fastify/compress';
import Fastify, { LogController } from 'fastify';
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Config } from '../config.ts';
import { answerBrokenRequests, answerUnusualRequests } from './errors/broken-requests.ts';
import { handleError } from './errors/handler.ts';
import { HTTP_LIMITS, MOST_CONNECTIONS } from './http-limits.ts';
import { auditLog } from './plugins/audit-log.ts';
import { authentication } from './plugins/authentication.ts';
import { bodies, readFields } from './plugins/bodies.ts';
import { consolePages } from './plugins/console-pages.ts';
import { documentation } from './plugins/documentation.ts';
import { hardening } from './plugins/hardening.ts';
import { idempotency } from './plugins/idempotency.ts';
import { measureAnswer, metrics } from './plugins/metrics.ts';
import { overload } from './plugins/overload.ts';
import { permissions } from './plugins/permissions.ts';
import { privacy } from './plugins/privacy.ts';
import { logAnswer, REQUEST_ID, requestIdOf, requestLog } from './plugins/request-log.ts';
import { tracing } from './plugins/tracing.ts';
import type { AppDeps } from './app-deps.ts';
import './route-config.ts';
import type { App } from './routes/app-instance.ts';
import { routes } from './routes/index.ts';

/** Which addresses in a chain are trusted proxies: a given number of them, or those in our networks. */
function trustedBy({ api: { trustedProxies } }: Config): string[] | ((address: string, hop: number) => boolean) {
  return typeof trustedProxies === 'number' ? (_address, hop) => hop < trustedProxies : trustedProxies;
}

/**
 * The whole API, unstarted. Answers are sent exactly as the handlers give them: the schemas document them and are
 * checked by the tests, not at run time, since the wire tells null from absent.
 */
export async function buildApp(deps: AppDeps): Promise<App> {
  const app = Fastify({
    loggerInstance: deps.logger,
    logController: new LogController({ disableRequestLogging: true }),
    ...HTTP_LIMITS,
    trustProxy: trustedBy(deps.config),
    requestIdHeader: false,
    genReqId: requestIdOf,
    clientErrorHandler: answerBrokenRequests(deps.logger),
    // Of addresses that no route can be looked for.
    frameworkErrors: (error, request, reply) => {
      void handleError(error, request, reply.header(REQUEST_ID, request.id));
      logAnswer(request, reply);
      if (deps.meters) measureAnswer(deps.meters, request, reply);
    },
    routerOptions: { maxParamLength: 512, querystringParser: readFields },
    return503OnClosing: false,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.setErrorHandler(handleError);
  app.server.maxConnections = MOST_CONNECTIONS;
  answerUnusualRequests(app.server, deps.logger);
  // Keep-alive connections would outlive the draining.
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (deps.unreadiness?.() === 'draining') void reply.header('Connection', 'close');
    done();
  });
  app.addHook('onClose', () => deps.heartbeats.close());
  // Streams end only when somebody ends them.
  app.addHook('preClose', () => deps.boards.close());
  app.addHook('onClose', async () => deps.groupCounts.close());
  await app.register(requestLog);
  if (deps.traces) await app.register(tracing, { traces: deps.traces });
  if (deps.meters) await app.register(metrics, { meters: deps.meters });
  await app.register(compress, { global: false });
  await app.register(hardening, { config: deps.config });
  await app.register(overload, { pressure: deps.pressure });
  await app.register(privacy);
  await app.register(documentation);
  await app.register(authentication, { authenticate: deps.authenticate, config: deps.config });
  await app.register(permissions, { deps });
  await app.register(auditLog, { pool: deps.pool });
  await app.register(bodies);
  await app.register(idempotency, { pool: deps.pool, hours: deps.config.retention.idempotentAnswerHours });
  await app.register(routes, { deps });
  await app.register(consolePages);
  return app;
}
