import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { VendorMemory } from '../attempts.ts';
import type { Behaviour } from '../behaviour.ts';
import { type MockVendorEnvironment, FINDINGS } from '../environment.ts';
import { attemptsPage, dashboardPage, downloadPage } from '../pages.ts';
import { LOOK } from '../../list.ts';
import { isSignedBy } from './token.ts';

const attemptParams = z.object({ attemptId: z.string() });
const outcomeForm = z.object({ outcome: z.enum(FINDINGS) });
const settingsForm = z.object({ outcome: z.enum(FINDINGS), reviewer: z.string().default('') });
const appForm = z.object({ app: z.enum(['running', 'closed']) });

/** The pages for people: attempts and their outcomes, the download page, and the instructors' dashboard. */
export function pageRoutes(
  app: FastifyInstance,
  environment: MockVendorEnvironment,
  memory: VendorMemory,
  behaviour: Behaviour,
): void {
  app.get('/', async ({ query }, reply) => reply.type('text/html').send(attemptsPage(memory, LOOK.parse(query))));

  app.post('/settings', async (request, reply) => {
    memory.settings = settingsForm.parse(request.body);
    return reply.redirect('/', 303);
  });

  app.post('/attempts/:attemptId/outcome', async (request, reply) => {
    const attempt = memory.attempts.get(attemptParams.parse(request.params).attemptId);
    if (attempt) behaviour.outcomeChosen(attempt, outcomeForm.parse(request.body).outcome);
    return reply.redirect('/', 303);
  });

  app.post('/attempts/:attemptId/app', async (request, reply) => {
    const attempt = memory.attempts.get(attemptParams.parse(request.params).attemptId);
    if (attempt) attempt.isAppRunning = appForm.parse(request.body).app === 'running';
    return reply.redirect('/', 303);
  });

  app.get('/download', async (request, reply) => {
    const { attempt: attemptId = '' } = z.object({ attempt: z.string().optional() }).parse(request.query);
    const attempt = memory.attempts.get(attemptId);
    if (attempt) behaviour.downloadVisited(attempt);
    return reply.type('text/html').send(downloadPage(attempt ?? null));
  });

  app.get('/api/v1/instructor/:clientId/', async (request, reply) => {
    const { jwt } = z.object({ jwt: z.string() }).parse(request.query);
    if (!(await isSignedBy(jwt, environment))) return reply.code(403).send({ detail: 'not signed by the service' });
    return reply.type('text/html').send(dashboardPage(jwt));
  });
}
