import { z } from 'zod';
import { millis } from './fields.ts';

export const sessionOffer = z
  .object({
    people: z
      .array(
        z.object({
          username: z.string().describe('User name'),
          name: z.string().describe('Full name'),
          roles: z.array(z.string()).describe('`administrator`, or a role with its course, such as `staff:COURSE`'),
        }),
      )
      .describe('Whom to continue as on the local stack; empty elsewhere'),
    provider: z
      .object({ start: z.string().describe('Where browsers begin; takes `return_to`') })
      .nullable()
      .describe('The OpenID provider by which people sign in; null without one'),
    csrf_token: z.string().describe('To be sent in `X-CSRFToken` with every write by a cookie'),
  })
  .meta({
    id: 'SessionOffer',
    description: 'How to sign in to the console',
    example: {
      people: [{ username: 'carol', name: 'Carol Teacher', roles: ['staff:course-v1:Demo+Proctoring+2030'] }],
      provider: null,
      csrf_token: 'Zk1rYXBQd2J4c0p2',
    },
  });

export const sessionStarted = z
  .object({
    username: z.string().describe('User name of who is signed in now'),
    expires_at: millis('When the session ends'),
  })
  .meta({
    id: 'SessionStarted',
    description: 'A session of the console',
    example: { username: 'carol', expires_at: 1_795_628_800_000 },
  });
