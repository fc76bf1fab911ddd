// A learner's page as a learning MFE makes it: the special-exams library around what the exam shows.
import SequenceExamWrapper, { reducer, useFetchExamAccessToken, useIsExam } from '@edx/frontend-lib-special-exams';
import { mergeConfig } from '@edx/frontend-platform';
import { configure as configureAuth } from '@edx/frontend-platform/auth';
import { configure as configureLogging } from '@edx/frontend-platform/logging';
import { AppContext } from '@edx/frontend-platform/react';
import { configureStore } from '@reduxjs/toolkit';
import axios from 'axios';
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { IntlProvider } from 'react-intl';
import { Provider } from 'react-redux';

class Logging {
  logInfo() {}
  logError() {}
  setCustomAttribute() {}
}

/** Calls the service with the learner's token, and keeps what was answered. */
function createClient(token, answers) {
  const client = axios.create({ adapter: 'http', headers: { Authorization: `JWT ${token}` } });
  const keep = ({ status, config: { method, url } }) => answers.push({ method, url, status });
  client.interceptors.response.use(
    (response) => {
      keep(response);
      return response;
    },
    (error) => {
      if (error.response) keep(error.response);
      throw error;
    },
  );
  return client;
}

/** A unit as a learning MFE shows it: a sequence that is an exam asks for a token first. */
function Unit() {
  const isExam = useIsExam();
  const fetchToken = useFetchExamAccessToken();
  const [isLoaded, setLoaded] = useState(false);
  useEffect(() => {
    void Promise.resolve(isExam && fetchToken()).finally(() => setLoaded(true));
  }, [isExam]);
  return isLoaded ? <p>The questions</p> : null;
}

/** Shows a sequence; `exams` is the address of an exams service, empty where the LMS itself has the exams. */
export function openPage({ lms, exams, token, courseId, contentId, userId }) {
  const answers = [];
  const client = createClient(token, answers);
  const user = { userId, username: 'learner', administrator: false, roles: [] };
  class Auth {
    getAuthenticatedHttpClient = () => client;
    getHttpClient = () => client;
    getAuthenticatedUser = () => user;
  }
  mergeConfig({ LMS_BASE_URL: lms, EXAMS_BASE_URL: exams });
  configureLogging(Logging, { config: {} });
  configureAuth(Auth, { loggingService: new Logging(), config: {} });
  const store = configureStore({ reducer: { specialExams: reducer } });
  const root = document.querySelector('#root');
  const sequence = { id: contentId, isTimeLimited: true, isTimedExam: true, isProctored: false };
  createRoot(root).render(
    <IntlProvider locale="en">
      <AppContext.Provider value={{ authenticatedUser: user, config: { LMS_BASE_URL: lms } }}>
        <Provider store={store}>
          <SequenceExamWrapper
            sequence={{ ...sequence, allowProctoringOptOut: false }}
            courseId={courseId}
            originalUserIsStaff={false}
            canAccessProctoredExams
          >
            <Unit />
          </SequenceExamWrapper>
        </Provider>
      </AppContext.Provider>
    </IntlProvider>,
  );
  return {
    look() {
      const { exam, activeAttempt, examAccessToken } = store.getState().specialExams;
      const buttons = [...root.querySelectorAll('button')].map(({ textContent }) => textContent);
      return { text: root.textContent, buttons, exam, attempt: activeAttempt, examAccessToken, answers };
    },
    click(label) {
      const button = [...root.querySelectorAll('button')].find(({ textContent }) => textContent.includes(label));
      if (!button) throw new Error(`No button says "${label}"`);
      button.click();
    },
  };
}
