import { publicKeySetOf } from '../../../lms/exam-token-keys.ts';
import { missing, set, unseen, type Finding } from '../finding.ts';
import type { Site } from '../site.ts';

const KEY = { place: 'here', setting: 'EXAM_TOKEN_KEY' } as const;
const TRUSTED = { place: 'LMS', setting: "TOKEN_SIGNING['JWT_PUBLIC_SIGNING_JWK_SET']" } as const;

/** Without a token of ours the LMS shows no content of an exam. What it trusts cannot be asked. */
export async function checkExamTokens({ config }: Site): Promise<Finding[]> {
  const { examTokenKeys } = config.auth;
  const why = 'which keys the LMS trusts shows when somebody opens an exam';
  if (examTokenKeys.length === 0) {
    return [
      missing(KEY, 'not set', 'openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048'),
      unseen(TRUSTED, why, 'what npm run -s manage -- exam-token-keys prints once EXAM_TOKEN_KEY is set'),
    ];
  }
  const keys = JSON.stringify(await publicKeySetOf(examTokenKeys));
  return [
    set(KEY, `${examTokenKeys.length} given`),
    unseen(TRUSTED, why, `TOKEN_SIGNING["JWT_PUBLIC_SIGNING_JWK_SET"] = '${keys}'`),
  ];
}
