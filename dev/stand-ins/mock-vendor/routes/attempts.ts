import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { addAttempt, type VendorMemory } from '../attempts.ts';
import type { Behaviour } from '../behaviour.ts';
import { INSTRUCTIONS } from './config.ts';

const ATTEMPT = '/api/v1/exam/:examId/attempt/:attemptId/';

const registration = z.looseObject({
  status: z.string(),
  user_id: z.string(),
  full_name: z.string(),
  is_sample_attempt: z.boolean().default(false),
  lms_host: z.string(),
});
const examParams = z.object({ examId: z.string() });
const attemptParams = z.object({ examId: z.string(), attemptId: z.string() });

/** Attempts: registered, read, changed and deleted (vendors §6.1). `originOf` is how people reach this vendor. */
export function attemptRoutes(
  app: FastifyInstance,
  memory: VendorMemory,
  behaviour: Behaviour,
  originOf: (request: FastifyRequest) => string,
): void {
  app.post('/api/v1/exam/:examId/attempt/', async (request) => {
    const { examId } = examParams.parse(request.params);
    const asked = registration.parse(request.body);
    const attempt = addAttempt(memory, {
      examId,
      userId: asked.user_id,
      fullName: asked.full_name,
      isOnboarding: asked.is_sample_attempt,
    });
    behaviour.registered(attempt);
    return { id: attempt.id };
  });

  app.get(ATTEMPT, async (request, reply) => {
    const { examId, attemptId } = attemptParams.parse(request.params);
    const attempt = memory.attempts.get(attemptId);
    if (!attempt) return reply.code(404).send({ detail: 'no such attempt' });
    return {
      id: attemptId,
      status: attempt.status,
      instructions: INSTRUCTIONS,
      download_url: `${originOf(request)}/download?${new URLSearchParams({ attempt: attemptId, exam: examId }).toString()}`,
    };
  });

  app.patch(ATTEMPT, async (request) => {
    const { examId, attemptId } = attemptParams.parse(request.params);
    const { status } = z.object({ status: z.string() }).parse(request.body);
    // After a restart the vendor has forgotten attempts that the service still knows.
    const stranger = { examId, userId: '', fullName: '(registered before the restart)', isOnboarding: false };
    const attempt = memory.attempts.get(attemptId) ?? addAttempt(memory, stranger, attemptId);
    behaviour.statusChanged(attempt, status);
    return { id: attemptId, status };
  });

  app.delete(ATTEMPT, async (request, reply) => {
    const { attemptId } = attemptParams.parse(request.params);
    if (!memory.attempts.delete(attemptId)) return reply.code(404).send({ detail: 'no such attempt' });
    return { status: 'deleted' };
  });
}
