import { DefaultLogger, Runtime } from '@temporalio/worker';

/** What the workflows log of a refused change, which tests cause on purpose. */
const EXPECTED = 'change refused';
const errors = new DefaultLogger('ERROR');

// Once per test process, whichever file comes first: a second installation fails or takes the place of this one.
Runtime.install({
  logger: new DefaultLogger('ERROR', ({ message, meta }) => {
    if (message !== EXPECTED) errors.error(message, meta);
  }),
  shutdownSignals: [],
  // Warnings are about the dev server's age and about attempts that tests leave behind.
  telemetryOptions: { logging: { filter: 'ERROR' } },
});
