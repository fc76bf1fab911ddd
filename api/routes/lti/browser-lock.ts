import { ADDRESSES } from '../../lti/addresses.ts';
import { browserLockPage, sendPage } from '../../lti/pages.ts';
import { page } from '../../schemas/lti/launch.ts';
import type { App } from '../app-instance.ts';

/** The page that the browser extension of one tool waits for; its address is in the message of a start (edx-exams §6). */
export function browserLock(app: App): void {
  app.get(
    ADDRESSES.browserLock,
    {
      config: { scope: 'anyone' },
      schema: {
        summary: 'Get the page that the browser extension of an LTI tool waits for',
        description: 'Its address is in the message with which a setup begins, as `custom_url`.',
        operationId: 'getBrowserLock',
        produces: ['text/html'],
        response: { 200: page },
      },
    },
    async (_request, reply) => await sendPage(reply, browserLockPage()),
  );
}
