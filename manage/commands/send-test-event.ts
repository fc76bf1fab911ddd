import { randomUUID } from 'node:crypto';
import { readConfig } from '../../config.ts';
import { connectTestEvents } from '../../lms/connect.ts';
import { InputError, type PrintedCommand } from '../command.ts';

/** Tries the way to the LMS from where the command runs. */
export const sendTestEvent: PrintedCommand = {
  name: 'send-test-event',
  summary: 'Send one signed test event to the webhook of the LMS, and print what came back.',
  notes: 'The receiver has ten seconds. The exit code is 1 if it did not take the event.',
  options: {},
  async print() {
    const send = connectTestEvents(readConfig(), Date.now);
    if (send === null) {
      throw new InputError('No webhook is configured. Set LMS_WEBHOOK_URL (or LMS_URL) and LMS_WEBHOOK_SECRET.');
    }
    const { id, type, target, status, isTaken, milliseconds, meaning } = await send(`test/${randomUUID()}`, null);
    const answer = status === null ? 'no answer' : `answer ${status}`;
    const text = `${type} ${id}\nto ${target}: ${answer} after ${milliseconds} ms\n${meaning}`;
    return { text, isDone: isTaken };
  },
};
