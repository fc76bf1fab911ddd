import { continueAs, providerAddress, readSession } from '../api/calls.ts';
import { useAnswer } from '../api/use-answer.ts';
import { AnswerView } from '../ui/answer-view.tsx';
import { Failure } from '../ui/failure.tsx';
import { Mark } from '../ui/mark.tsx';
import { useSending } from '../ui/use-sending.ts';
import { t, tFor } from '../words/words.ts';

/** `administrator`, or a role with its course. */
function roleText(role: string): string {
  const [name = '', ...course] = role.split(':');
  return course.length === 0 ? tFor('claim', name) : `${tFor('claim', name)} (${course.join(':')})`;
}

/** The ways to sign in that the service offers. */
export default function SignInPage({ onSignedIn }: { onSignedIn: () => void }) {
  const session = useAnswer('session', readSession);
  const problem = new URLSearchParams(location.search).get('sign_in');
  const { failure, send } = useSending();
  const signInAs = (username: string) =>
    void send(async () => {
      await continueAs(username);
      onSignedIn();
    });
  return (
    <main className="alone">
      <div className="sign-in">
        <Mark />
        <h1>{t('sign_in.title')}</h1>
        <p className="quiet">{t('sign_in.intro')}</p>
        {problem !== null && (
          <p className="notice notice-bad" role="alert">
            {tFor('sign_in_problem', problem)}
          </p>
        )}
        <AnswerView answer={session} lines={3}>
          {({ people, provider }) => (
            <div className="sign-in-ways">
              {provider !== null && (
                <a className="button button-main" href={providerAddress(provider.start)}>
                  {t('sign_in.provider')}
                </a>
              )}
              {people.map(({ username, name, roles }) => (
                <button key={username} type="button" className="button sign-in-demo" onClick={() => signInAs(username)}>
                  <span>{t('sign_in.continue', { username })}</span>
                  <span className="quiet small">
                    {name} · {roles.map(roleText).join(', ')}
                  </span>
                </button>
              ))}
              {provider === null && (
                <p className="quiet small">{t(people.length > 0 ? 'sign_in.demo' : 'sign_in.none')}</p>
              )}
            </div>
          )}
        </AnswerView>
        {failure && <Failure error={failure} />}
      </div>
    </main>
  );
}
