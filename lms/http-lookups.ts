import type { Logger } from 'pino';
import { LOOKUPS, type Lookup, type LookupAnswer } from './contract.ts';
import { askLms, lookupPath } from './lookup-client.ts';
import type { CourseOutline, LmsLookups } from './port.ts';
import { createTtlCache } from './ttl-cache.ts';

export interface HttpLookupsOptions {
  /** Base address of the LMS. */
  url: string;
  /** Bearer token, asked for at each lookup. */
  token: () => string;
  /** Answers if the LMS fails or does not know the person or course. */
  standIn: LmsLookups;
  log: Pick<Logger, 'warn'>;
  /** Epoch milliseconds, for the age of cached answers. */
  now?: () => number;
  timeoutMs?: number;
}

const FRESH_MS = 60_000;
/**
 * Short, so that a new person is soon known; long enough that an outage does not slow down every request by the
 * timeout.
 */
const UNKNOWN_MS = 5_000;
const MAX_ENTRIES_PER_LOOKUP = 5_000;
/** Counted as sent; in memory, answers take a few times as much. */
const MAX_BYTES_PER_LOOKUP = 4 * 1024 * 1024;

type Answered<Wire> = { wire: Wire | null; failure?: unknown };

/** The lookups of the contract over HTTP, with timeouts, a small cache, and the stand-in's answer on failure. */
export function createHttpLookups(options: HttpLookupsOptions): LmsLookups {
  const { standIn, log, now = Date.now } = options;
  const client = { url: options.url, token: options.token, timeoutMs: options.timeoutMs ?? 2_000 };

  function createAsker<Wire>(definition: Lookup<Wire>) {
    const readThroughCache = createTtlCache<Answered<Wire>>({
      maxEntries: MAX_ENTRIES_PER_LOOKUP,
      maxBytes: MAX_BYTES_PER_LOOKUP,
      now,
    });
    return (params: Record<string, string>, query?: Record<string, string>) => {
      const path = lookupPath(definition, params, query);
      return readThroughCache(path, async () => {
        try {
          const answered = await askLms(client, path, definition);
          if (answered === null) return { value: { wire: null }, ttlMs: UNKNOWN_MS };
          return { value: { wire: answered.wire }, ttlMs: FRESH_MS, bytes: answered.bytes };
        } catch (failure) {
          log.warn({ lookup: definition.path, err: failure }, 'the LMS did not answer a lookup');
          return { value: { wire: null, failure }, ttlMs: UNKNOWN_MS };
        }
      });
    };
  }

  const ask = {
    course: createAsker(LOOKUPS.course),
    courseStaff: createAsker(LOOKUPS.courseStaff),
    proctoredEnrollments: createAsker(LOOKUPS.proctoredEnrollments),
    creditState: createAsker(LOOKUPS.creditState),
    dueDate: createAsker(LOOKUPS.dueDate),
    outline: createAsker(LOOKUPS.outline),
    verifiedName: createAsker(LOOKUPS.verifiedName),
  };

  return {
    async creditState(learner, course) {
      const { wire } = await ask.creditState({ course, username: learner.username });
      if (!wire) return standIn.creditState(learner, course);
      return {
        enrollmentMode: wire.enrollment_mode,
        mayTakeProctoredExams: wire.may_take_proctored_exams ?? true,
        courseName: wire.course_name,
        courseEnd: toEpochMs(wire.course_end),
        fullName: wire.full_name,
        email: wire.email,
        language: wire.language ?? null,
        requirements: wire.requirements,
      };
    },
    async isCourseStaff(person, course) {
      const { wire } = await ask.courseStaff({ course, username: person.username });
      return wire ? wire.is_staff : standIn.isCourseStaff(person, course);
    },
    async escalationEmail(course) {
      const { wire } = await ask.course({ course });
      return wire ? wire.escalation_email || null : standIn.escalationEmail(course);
    },
    async dueDate(learner, course, contentId) {
      const { wire } = await ask.dueDate({ course, username: learner.username, content_id: contentId });
      return wire ? toEpochMs(wire.due) : standIn.dueDate(learner, course, contentId);
    },
    async courseEnd(course) {
      const { wire } = await ask.course({ course });
      return wire ? toEpochMs(wire.end) : standIn.courseEnd(course);
    },
    async gracePeriod(course) {
      const { wire } = await ask.course({ course });
      return wire ? (wire.grace_period_seconds ?? null) : standIn.gracePeriod(course);
    },
    async proctoredEnrollments(course, textSearch) {
      const { wire } = await ask.proctoredEnrollments({ course }, textSearch ? { search: textSearch } : {});
      return wire ? wire.enrollments : standIn.proctoredEnrollments(course, textSearch);
    },
    async outline(learner, course) {
      const { wire } = await ask.outline({ course, username: learner.username });
      return wire ? toOutline(wire) : standIn.outline(learner, course);
    },
    async verifiedName(learner) {
      const { wire } = await ask.verifiedName({ username: learner.username });
      return wire ? wire.verified_name : standIn.verifiedName(learner);
    },
    async overridesGradeOnRejected(course) {
      const { wire, failure } = await ask.course({ course });
      if (failure) throw failure;
      return wire ? wire.overrides_grade_on_rejected : standIn.overridesGradeOnRejected(course);
    },
  };
}

function toEpochMs(instant: string | null): number | null {
  return instant === null ? null : Date.parse(instant);
}

function toOutline(wire: LookupAnswer<'outline'>): CourseOutline {
  return {
    accessible: wire.accessible && new Set(wire.accessible),
    sequences:
      wire.sequences &&
      new Map(
        Object.entries(wire.sequences).map(([key, { start, due }]) => [
          key,
          { start: toEpochMs(start), due: toEpochMs(due) },
        ]),
      ),
    courseEnd: toEpochMs(wire.course_end),
  };
}
