// Passes the page's messages on to the vendor's application on the learner's computer; loaded after exam-messages.js.

/** `url` is where the application listens: `POST <url>/<attempt>/{start,ping,stop}` answers 2xx when that worked. */
// oxlint-disable-next-line no-unused-vars -- the line after this script names it
class DesktopApplication {
  constructor({ url }) {
    this.url = url;
  }

  onStartExamAttempt(_timeoutMs, attemptExternalId) {
    return this.tell('start', attemptExternalId);
  }

  onEndExamAttempt(attemptExternalId) {
    return this.tell('stop', attemptExternalId);
  }

  onPing(_timeoutMs, attemptExternalId) {
    return this.tell('ping', attemptExternalId);
  }

  /** Pages older than the attempt's id in their messages send none: then the application knows its only attempt. */
  async tell(action, attemptExternalId) {
    const attempt = attemptExternalId ? `/${encodeURIComponent(attemptExternalId)}` : '';
    const answer = await fetch(`${this.url}${attempt}/${action}`, { method: 'POST' }).catch(() => {
      throw new Error('The proctoring application cannot be reached');
    });
    if (!answer.ok) throw new Error(`The proctoring application answered ${answer.status} to ${action}`);
  }
}
