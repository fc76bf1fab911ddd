import { z } from 'zod';

export const roster = z
  .array(z.tuple([z.string().describe('Id of the learner at the tool'), z.string().describe('User name')]))
  .meta({
    id: 'LtiRoster',
    description: 'Who is behind the ids that a tool has',
    example: [['3f1c2a4e-7d5b-8c6a-9e0f-1a2b3c4d5e6f', 'alice']],
  });
