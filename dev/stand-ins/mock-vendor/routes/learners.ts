import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { VendorMemory } from '../attempts.ts';
import { onboardingProfile, onboardingProfiles } from '../onboarding.ts';

const query = z.object({ user_id: z.string().optional(), status: z.string().default('') });

/** Learners: their onboarding profiles (vendors §6.6) and the deletion of everything known about one. */
export function learnerRoutes(app: FastifyInstance, memory: VendorMemory): void {
  app.get('/api/v1/courses/:courseId/onboarding_statuses', async (request) => {
    const { user_id: userId, status } = query.parse(request.query);
    if (userId !== undefined) return onboardingProfile(memory, userId);
    const results = onboardingProfiles(memory, status.split(',').filter(Boolean));
    return {
      results,
      count: results.length,
      page: 1,
      page_size: results.length,
      num_pages: 1,
      next: null,
      previous: null,
    };
  });

  app.delete('/api/v1/user/:userId/', async (request) => {
    const { userId } = z.object({ userId: z.string() }).parse(request.params);
    for (const attempt of memory.attempts.values()) {
      if (attempt.userId === userId) memory.attempts.delete(attempt.id);
    }
    return 'true';
  });
}
