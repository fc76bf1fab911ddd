import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Logger } from 'pino';
import type { DatabasePool } from 'slonik';
import { recordStaffRole, recordEventSetAside } from '../../db/course-staff.ts';
import { isBadValue } from '../../db/failures.ts';
import { recordPerson } from '../../db/people.ts';
import { readCourseRoleChange, UnreadableEventError } from './course-role-event.ts';
import { readStream, type StreamMessage } from './stream-reader.ts';
import { toStream } from './topics.ts';

/** The topic on which the platform tells of roles in courses (edx-exams §4.3). */
const TOPIC = 'learning-course-access-role-lifecycle';

export interface CourseStaffOptions {
  /** Asked for at each connection. */
  url: () => string;
  /** `EVENT_BUS_TOPIC_PREFIX` of the platform. */
  topicPrefix: string;
  /** The same for all processes of one deployment. */
  group: string;
  pool: DatabasePool;
  log: Pick<Logger, 'error' | 'warn' | 'info'>;
}

/** A place in a stream that sorts as text. */
function positionOf(id: string): { position: string; at: number } {
  const [at = '0', number = '0'] = id.split('-');
  return { position: `${at.padStart(16, '0')}-${number.padStart(20, '0')}`, at: Number(at) };
}

/** Why a message will never be taken, in words that name nobody; null if it may be. */
function reasonAgainst(error: unknown): string | null {
  if (error instanceof UnreadableEventError) return error.message;
  return isBadValue(error) ? 'Postgres cannot hold one of its values' : null;
}

/** Records what one message says. A later message about the same role may have been recorded before. */
async function record(pool: DatabasePool, { id, fields }: StreamMessage): Promise<void> {
  const change = readCourseRoleChange(fields);
  if (!change) return;
  const { position, at } = positionOf(id);
  const { email, ...person } = change.person;
  const {
    id: userId,
    username,
    isRetired,
  } = await recordPerson(pool, { ...person, ...(email && { email }), asOf: at });
  if (isRetired) return;
  await recordStaffRole(pool, { ...change, userId, username, position });
}

/**
 * Reads from Open edX's event bus who is staff of which course, until the signal. It goes on where it was; what cannot be
 * read is set aside, and while Postgres is away it waits.
 */
export async function followCourseStaff(options: CourseStaffOptions, signal: AbortSignal): Promise<void> {
  const { url, topicPrefix, group, pool, log } = options;
  const stream = toStream(TOPIC, topicPrefix);
  const consumer = `${hostname()}-${randomUUID()}`;
  await readStream({ url, stream, group, consumer, log, signal }, async (message) => {
    try {
      await record(pool, message);
    } catch (error) {
      const reason = reasonAgainst(error);
      if (reason === null) throw error;
      await recordEventSetAside(pool, { stream, messageId: message.id, reason });
      log.error({ stream, messageId: message.id, reason }, 'an event cannot be read, and was set aside');
    }
  });
}
