// What the console shows for every error that its calls can be answered with.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDescribedApp } from '../../../api/described-app.ts';
import { CATALOGUE, type ErrorCode } from '../../../api/errors/catalogue.ts';
import { factsOf, type CallerKind } from '../../../api/permissions/scopes.ts';
import { OWN_PREFIX } from '../../../api/wire/addresses.ts';
import { isWorthAnotherTry, sentenceOf, titleOf } from '../../../console/ui/failure-text.ts';
import { LANGUAGES, loadWords, t, type Language } from '../../../console/words/words.ts';
import description from '../../../docs/openapi.json' with { type: 'json' };

/** What the console does not call: it is for learners' pages, and for whoever sets the LMS up. */
const NOT_CALLED = /\/(view|browser-worker.*|test-event)$/;

const described = await buildDescribedApp();
await described.close();

type Operation = { responses: Record<string, { description: string }> };
const operations = Object.entries(description.paths as unknown as Record<string, Record<string, Operation>>)
  .filter(([path]) => path.startsWith(OWN_PREFIX) && !NOT_CALLED.test(path))
  .flatMap(([, methods]) => Object.values(methods));

/** Every code that is described for a call of the console. */
const CODES = [
  ...new Set(
    operations.flatMap(({ responses }) =>
      Object.values(responses).flatMap((answer) =>
        [...answer.description.matchAll(/`(\w+)`/g)].map(([, name]) => name),
      ),
    ),
  ),
].filter((name): name is ErrorCode => name !== undefined && Object.hasOwn(CATALOGUE, name));

const SCOPES_CALLED = [
  ...new Set(
    described.scopedRoutes
      .filter(({ url, isHidden }) => url.startsWith(OWN_PREFIX) && !isHidden && !NOT_CALLED.test(url))
      .map(({ scope }) => factsOf(scope)),
  ),
];
const REFUSALS = [...new Set(SCOPES_CALLED.flatMap(({ refusals }) => refusals))];

/** The roles that a person can be given, and their names in the console. */
const ROLES = {
  invigilator: 'role.invigilator',
  courseReviewer: 'role.reviewer',
  courseStaff: 'role.course_staff',
  operator: 'role.operator',
  globalStaff: 'role.global_staff',
} as const satisfies Partial<Record<CallerKind, string>>;

const UNTRANSLATED = 'What the service says.';
const failed = (code: string) => ({ code, message: UNTRANSLATED });

afterAll(() => loadWords('en'));

describe.each(Object.keys(LANGUAGES) as Language[])('in %s', (language) => {
  beforeAll(() => loadWords(language));

  it('every error has a sentence of its own', () => {
    expect(CODES.length).toBeGreaterThan(70);
    const foreign = CODES.filter((code) => sentenceOf(failed(code)) === UNTRANSLATED);
    expect(foreign).toEqual([]);
  });

  it('no sentence speaks to programmers', () => {
    const words = /\b(headers?|JWT|JSON|API|token|status code|request body|HTTP)\b|`|_only/i;
    expect(CODES.map((code) => sentenceOf(failed(code))).filter((sentence) => words.test(sentence))).toEqual([]);
  });

  it('who is refused for who they are hears that they may not, and nobody else', () => {
    expect(REFUSALS.length).toBeGreaterThan(5);
    const unsaid = REFUSALS.filter((code) => titleOf(failed(code)) !== t('failure.not_allowed'));
    expect(unsaid).toEqual([]);
    const others: ErrorCode[] = ['start_past_due', 'csrf_failed', 'session_over', 'token_expired', 'attempt_paused'];
    expect(others.map((code) => titleOf(failed(code)))).toEqual(others.map(() => t('failure.title')));
  });

  it('who is refused is told of every role that may', () => {
    for (const { refusals, may } of SCOPES_CALLED)
      for (const code of refusals)
        for (const [kind, role] of Object.entries(ROLES))
          if (may.includes(kind as CallerKind))
            expect(sentenceOf(failed(code)).toLowerCase(), code).toContain(t(role).toLowerCase());
  });
});

describe('trying again is offered', () => {
  it('where the answer can be another one', () => {
    expect(CODES.filter((code) => CATALOGUE[code].status >= 500 && !isWorthAnotherTry(failed(code)))).toEqual([]);
    expect(isWorthAnotherTry(failed('csrf_failed'))).toBe(true);
  });

  it('not to who may not, nor to who must sign in first', () => {
    const codes: ErrorCode[] = [...REFUSALS, 'not_authenticated', 'token_expired', 'session_over', 'account_retired'];
    expect(codes.filter((code) => isWorthAnotherTry(failed(code)))).toEqual([]);
  });
});

describe('what the service says', () => {
  it('is shown beside our sentence where only it says which value is wrong', () => {
    expect(sentenceOf(failed('validation_failed'))).toMatch(new RegExp(`.+ ${UNTRANSLATED}$`));
  });

  it('is shown alone for an error that this console does not know yet', () => {
    expect(sentenceOf(failed('made_later'))).toBe(UNTRANSLATED);
  });
});
