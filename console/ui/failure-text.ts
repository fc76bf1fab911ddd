import type { CallFailed } from '../api/client.ts';
import { findText, t } from '../words/words.ts';

type Failed = Pick<CallFailed, 'code' | 'message'>;

/** Refusals of who asks, whatever they ask; their sentences say who may. */
const NOT_ALLOWED: readonly string[] = [
  'account_retired',
  'course_reviewers_only',
  'course_team_only',
  'extra_time_exceeded',
  'invigilators_only',
  'not_the_owner',
  'note_not_yours',
  'operators_only',
  'staff_only',
  'status_not_for_reviewers',
  'token_restricted',
  'view_not_yours',
];

/** Codes whose difference means nothing to a person. */
const SAID_AS: Record<string, readonly string[]> = {
  signed_out: ['not_authenticated', 'session_over', 'token_expired', 'token_invalid'],
  not_understood: [
    'body_malformed',
    'body_too_complex',
    'expectation_failed',
    'headers_too_large',
    'idempotency_key_reused',
    'invalid_event',
    'malformed_json',
    'media_type_unsupported',
  ],
  too_large: ['body_too_large'],
  unavailable: [
    'database_unavailable',
    'draining',
    'overloaded',
    'request_too_slow',
    'service_unavailable',
    'sign_in_unavailable',
    'temporal_unavailable',
  ],
};

const KEYS = new Map(Object.entries(SAID_AS).flatMap(([key, codes]) => codes.map((code) => [code, key] as const)));

const isNotAllowed = ({ code }: Failed): boolean => NOT_ALLOWED.includes(code);

export const titleOf = (error: Failed): string => t(isNotAllowed(error) ? 'failure.not_allowed' : 'failure.title');

/** Whether the same call can be answered otherwise later. */
export const isWorthAnotherTry = (error: Failed): boolean =>
  !isNotAllowed(error) && KEYS.get(error.code) !== 'signed_out';

/** What happened and what to do, for a person and in their language; else what the service says. */
export function sentenceOf({ code, message }: Failed): string {
  const sentence = findText('error', KEYS.get(code) ?? code);
  // Which value it is, the service alone knows.
  if (code === 'validation_failed') return [sentence, message].filter(Boolean).join(' ');
  return sentence ?? (message || t('error.internal_error'));
}
