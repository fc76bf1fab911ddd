// The messages between a learner's page and a proctoring vendor's worker (vendors §9.2, clients §3). It is sent to
// browsers as it is, and loaded by `importScripts`, so it is a classic script without imports.

/**
 * Answers the page's messages with what a handler does. `Handler` is a class, made anew with the options of each
 * `config` message; its methods answer promises: `onStartExamAttempt(timeoutMs, attemptExternalId)`,
 * `onEndExamAttempt(attemptExternalId)` and `onPing(timeoutMs, attemptExternalId)`.
 *
 * The page waits without a limit of its own for some answers. So a method that is missing or never done is answered as
 * a failure; what is no message of this protocol is not answered.
 */
// oxlint-disable-next-line no-unused-vars -- the scripts that load this one call it
function handleExamMessages(Handler, options = {}) {
  /** What a page cannot mean: some send 0, or an object by accident (vendors §9.3). */
  const DEFAULT_TIMEOUT_MS = 30_000;
  const EXCHANGES = {
    startExamAttempt: {
      method: 'onStartExamAttempt',
      argumentsOf: ({ timeoutMs, attemptExternalId }) => [timeoutMs, attemptExternalId],
      success: 'examAttemptStarted',
      failure: 'examAttemptStartFailed',
    },
    endExamAttempt: {
      method: 'onEndExamAttempt',
      argumentsOf: ({ attemptExternalId }) => [attemptExternalId],
      success: 'examAttemptEnded',
      failure: 'examAttemptEndFailed',
    },
    ping: {
      method: 'onPing',
      argumentsOf: ({ timeoutMs, attemptExternalId }) => [timeoutMs, attemptExternalId],
      success: 'echo',
      failure: 'pingFailed',
    },
  };
  let handler = new Handler(options);

  function failAfter(timeoutMs) {
    return new Promise((_resolve, reject) => {
      const error = new Error(`The proctoring software did not answer within ${timeoutMs / 1000} seconds`);
      setTimeout(() => reject(error), timeoutMs);
    });
  }

  async function perform({ method, argumentsOf }, { timeout, attemptExternalId }) {
    if (typeof handler[method] !== 'function') throw new Error(`The proctoring software has no ${method}`);
    const timeoutMs = Number.isFinite(timeout) && timeout > 0 ? timeout : DEFAULT_TIMEOUT_MS;
    await Promise.race([handler[method](...argumentsOf({ timeoutMs, attemptExternalId })), failAfter(timeoutMs)]);
  }

  async function answer(exchange, message) {
    try {
      await perform(exchange, message);
      postMessage({ type: exchange.success });
    } catch (reason) {
      const error = reason instanceof Error ? reason : new Error(`The proctoring software failed: ${String(reason)}`);
      postMessage({ type: exchange.failure, error });
    }
  }

  self.addEventListener('message', ({ data: message }) => {
    const type = message?.type;
    if (type === 'config') handler = new Handler({ ...options, ...message.options });
    else if (Object.hasOwn(EXCHANGES, String(type))) void answer(EXCHANGES[type], message);
  });
}
