import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { VendorMemory } from '../attempts.ts';

const exam = z.looseObject({ course_id: z.string(), exam_name: z.string(), is_practice_exam: z.boolean() });
const examParams = z.object({ examId: z.string() });

/** Exams: created, changed and read (vendors §6.1). */
export function examRoutes(app: FastifyInstance, memory: VendorMemory): void {
  app.post('/api/v1/exam/', async (request) => {
    const id = randomUUID();
    memory.exams.set(id, exam.parse(request.body));
    return { id };
  });

  app.post('/api/v1/exam/:examId/', async (request) => {
    const { examId } = examParams.parse(request.params);
    memory.exams.set(examId, exam.parse(request.body));
    return { id: examId };
  });

  app.get('/api/v1/exam/:examId/', async (request) => {
    const { examId } = examParams.parse(request.params);
    return memory.exams.get(examId) ?? {};
  });
}
