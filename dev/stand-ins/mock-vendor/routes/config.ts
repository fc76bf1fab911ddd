import type { FastifyInstance, FastifyRequest } from 'fastify';

/** What a learner does before an exam. */
export const INSTRUCTIONS = [
  'Open the download page: it stands for installing the proctoring application.',
  'Wait until the application reports that this computer is ready.',
  'Come back here and start the exam.',
];

/** `GET /api/v1/config/`: what the settings endpoint shows of this vendor. */
export function configRoutes(app: FastifyInstance, originOf: (request: FastifyRequest) => string): void {
  app.get('/api/v1/config/', async (request) => ({
    name: 'Mock vendor',
    download_url: `${originOf(request)}/download`,
    rules: { allow_notes: 'Notes on paper', allow_calculator: 'A calculator' },
    instructions: INSTRUCTIONS,
  }));
}
