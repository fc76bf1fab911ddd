import { z } from 'zod';

const text = (most: number, what: string) => z.string().max(most).optional().describe(what);

/** OpenID Connect, the third-party initiated login of LTI 1.3. All fields are texts that the tool sends back or chooses. */
export const authenticationRequest = z
  .object({
    client_id: text(255, 'Client id of the tool'),
    redirect_uri: text(1000, 'Where the message is sent; one of those that the tool is registered with'),
    response_type: text(255, 'Always `id_token`'),
    response_mode: text(255, 'Always `form_post`'),
    scope: text(1000, 'Contains `openid`'),
    prompt: text(255, 'Always `none`'),
    state: text(2000, 'The tool’s own; sent back as it is'),
    nonce: text(255, 'The tool’s own; in the message. A launch is answered for one nonce'),
    login_hint: text(255, 'As in the redirect to the tool'),
    lti_message_hint: text(255, 'As in the redirect to the tool'),
  })
  .meta({
    example: {
      client_id: 'campus',
      redirect_uri: 'https://watchful.example/launch',
      response_type: 'id_token',
      response_mode: 'form_post',
      scope: 'openid',
      prompt: 'none',
      state: 'ab12',
      nonce: 'cd34',
      login_hint: '3f1c2a4e-7d5b-8c6a-9e0f-1a2b3c4d5e6f',
      lti_message_hint: 'nJ2q6bXxv0m8bq1yYkqj0S9JQ2l7bq0m4Wn8Hc3uR5o',
    },
  });

export const startAssessmentForm = z
  .object({
    JWT: z
      .string()
      .optional()
      .describe('Message `LtiStartAssessment`, signed by the tool (RS256 to RS512); each session counts once'),
  })
  .meta({ example: { JWT: 'eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.eyJpc3MiOiJjYW1wdXMifQ.c2ln' } });

export const page = z.string().meta({ description: 'A page for the browser', example: '<!doctype html>…' });
export const redirect = z.undefined().meta({ type: 'null', description: 'On to the tool, or to the exam' });
