import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { defineCommonOptions } from '../common-options.ts';

const SHORTEST_MODULUS_BITS = 2048;
/** Minutes in all that a tool may give through its control of an assessment, unless its entry says otherwise. */
const EXTRA_MINUTES = 60;

const address = z.url({ protocol: /^https?$/ }).max(1000);

/** A public RSA key as PEM text; never a private one, which would be a secret of the tool's. */
const publicKey = z.string().transform((text, context) => {
  try {
    const key = createPublicKey(text);
    const isLongEnough = (key.asymmetricKeyDetails?.modulusLength ?? 0) >= SHORTEST_MODULUS_BITS;
    if (isLongEnough && !text.includes('PRIVATE KEY')) return key;
  } catch {
    // Said below.
  }
  context.addIssue({
    code: 'custom',
    message: `is not a public RSA key of at least ${SHORTEST_MODULUS_BITS} bits in PEM`,
  });
  return z.NEVER;
});

/** The tool's side of an LTI 1.3 registration (edx-exams §6). */
const toolOptions = z
  .strictObject({
    client_id: z.string().min(1).max(255),
    deployment_id: z.string().min(1).max(255).default('1'),
    /** Where a launch begins: the tool's initiation of a login. */
    oidc_url: address,
    /** The page of the tool that is launched. */
    launch_url: address,
    /** Where messages may be sent; without any, to `launch_url` alone. */
    redirect_urls: z.array(address).max(20).default([]),
    /** Where the tool publishes its keys, or its one key itself. */
    jwks_url: address.optional(),
    public_key: publicKey.optional(),
    /** Sent to the tool as it is, for how strictly it shall watch. */
    proctoring_settings: z.string().max(10_000).optional(),
    extra_minutes: z.number().int().min(0).default(EXTRA_MINUTES),
  })
  .refine(({ jwks_url, public_key }) => (jwks_url === undefined) !== (public_key === undefined), {
    message: 'needs either "jwks_url" or "public_key"',
  });

/** Options of an LTI tool that the team of a course can choose (edx-exams §1.3). */
export const ltiOptions = z.strictObject({
  ...defineCommonOptions({ verboseName: 'LTI Tool' }),
  /** By default wherever a tool can be launched: its word is what proctoring begins with. */
  start_requires_ready: z.boolean().optional(),
  /** The only organisation whose courses are offered the tool. */
  org_key: z.string().min(1).nullable().default(null),
  /** Id of the tool's registration, as front ends show it; part of the address of its control service. */
  lti_configuration_id: z
    .string()
    .regex(/^[\w.-]{0,64}$/, 'may have letters, digits, ".", "_" and "-"')
    .default(''),
  tech_support_url: z.string().nullable().default(null),
  /** Without it nothing is launched, and what proctors the exams is not known here. */
  tool: toolOptions.optional(),
});

export type LtiOptions = z.output<typeof ltiOptions>;
