import { z } from 'zod';

export const registrationParams = z.object({
  registration: z
    .string()
    .max(255)
    .meta({ description: 'Id of the registration of the tool, or its `lti_configuration_id`', example: '11' }),
});

export const publicKeySet = z
  .object({
    keys: z
      .array(
        z.looseObject({
          kty: z.string().describe('Always `RSA`'),
          kid: z.string().describe('Name of the key, as in the header of what it has signed'),
          alg: z.string().describe('Always `RS256`'),
          use: z.string().describe('Always `sig`'),
          n: z.string().describe('Modulus'),
          e: z.string().describe('Exponent'),
        }),
      )
      .describe('Public keys'),
  })
  .meta({
    id: 'LtiKeys',
    description: 'Keys with which LTI tools check what this platform has signed',
    example: {
      keys: [
        {
          kty: 'RSA',
          kid: 'f6a1c1c2-6b0e-8d0b-9c3e-2f4f5a0f7a11',
          alg: 'RS256',
          use: 'sig',
          n: 'sXchDaQebHnPiGvyDOAT4saGEUetSyo9MKLOoWFsueri23bOdgWp4Dy1WlUzewbgBHod5pcM9H95GQRV3JDXboIRROSBigeC5yjU1hGzHHyXss8UDprecbAYxknTcQkhslANGRUZmdTOQ5qTRsLAt6BTYuyvVRdhS8exSZEy_c4gs_7svlJJQ4H9_NxsiIoLwAEk7-Q3UXERGYw_75IDrGA84-lA_-Ct4eTlXHBIY2EaV7t7LjJaynVJCpkv4LKjTTAumiGUIuQhrNhZLuF_RJLqHpM2kgWFLU7-VTdL1VbC2tejvcI2BlMkEpk1BzBZI0KQB0GaDWFLN-aEAw3vRw',
          e: 'AQAB',
        },
      ],
    },
  });

const OAUTH = 'See RFC 6749 §4.4 and RFC 7523';

export const toolGrant = z
  .object({
    grant_type: z.string().optional().describe('`client_credentials`'),
    client_assertion_type: z.string().optional().describe('`urn:ietf:params:oauth:client-assertion-type:jwt-bearer`'),
    client_assertion: z
      .string()
      .optional()
      .describe(
        `Token signed by the tool (RS256 to RS512) with iss, sub, aud, iat, exp and jti; it counts once. ${OAUTH}`,
      ),
    scope: z.string().max(2000).optional().describe('Wanted scopes, separated by spaces'),
  })
  .meta({
    example: {
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: 'eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.eyJpc3MiOiJjYW1wdXMifQ.c2ln',
      scope: 'https://purl.imsglobal.org/spec/lti-ap/scope/control.all',
    },
  });

export const oauthError = z
  .object({ error: z.string().describe('`invalid_request`, `invalid_client` or `unsupported_grant_type`') })
  .describe('An error in the words of OAuth (RFC 6749 §5.2)');

export const toolAccess = z
  .object({
    access_token: z.string().describe('The token; send it in `Authorization: Bearer`'),
    token_type: z.literal('bearer').describe('Always `bearer`'),
    expires_in: z.int().describe('For how many seconds it holds'),
    scope: z.string().describe('Those of the wanted scopes that there are; empty if there are none'),
  })
  .meta({
    id: 'LtiAccessToken',
    description: 'An access token for an LTI tool',
    example: {
      access_token: 'eyJhbGciOiJSUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJzdWIiOiJ3YXRjaGZ1bCJ9.c2ln',
      token_type: 'bearer',
      expires_in: 3600,
      scope: 'https://purl.imsglobal.org/spec/lti-ap/scope/control.all',
    },
  });
