import type { FastifyInstance } from 'fastify';
import { CONTRACT_BASE, LOOKUPS, type LookupAnswer, type LookupName } from '../../../lms/contract.ts';
import type { CloudEvent } from '../../../lms/cloud-events.ts';
import { consequencesOf } from './consequences.ts';
import type { Holds } from '../../holds.ts';
import type { LmsData } from './demo-data.ts';
import { misbehave, type Failure } from './failures.ts';

export interface LookupContext {
  token: string;
  failure: () => Failure;
  holds: Holds;
  data: () => LmsData;
  /** Events accepted so far: credit that was set shows in the credit state. */
  events: () => CloudEvent[];
}

/** Modes that Open edX lets take proctored exams. */
const PROCTORED_MODES: ReadonlySet<string> = new Set([
  'verified',
  'masters',
  'professional',
  'no-id-professional',
  'executive-education',
  'credit',
]);

type Parameters = Readonly<Record<string, string>>;

/** Answers of the contract's lookups, from the data; undefined: not known. */
function answers({ data, events }: LookupContext): {
  [Name in LookupName]: (parameters: Parameters) => LookupAnswer<Name> | undefined;
} {
  const courseOf = ({ course = '' }: Parameters) => data().courses[course];
  const personOf = ({ username = '' }: Parameters) => data().people[username];
  return {
    course(parameters) {
      const course = courseOf(parameters);
      return (
        course && {
          end: course.end,
          escalation_email: course.escalation_email,
          overrides_grade_on_rejected: course.overrides_grade_on_rejected,
          grace_period_seconds: course.grace_period_seconds,
        }
      );
    },
    courseStaff(parameters) {
      const course = courseOf(parameters);
      return course && { is_staff: course.staff.includes(parameters['username'] ?? '') };
    },
    proctoredEnrollments(parameters) {
      const course = courseOf(parameters);
      const wanted = (parameters['search'] ?? '').toLowerCase();
      return (
        course && {
          enrollments: Object.entries(course.enrollments)
            .filter(([, mode]) => PROCTORED_MODES.has(mode))
            .filter(([name]) => `${name}\n${data().people[name]?.email ?? ''}`.toLowerCase().includes(wanted))
            .map(([username, mode]) => ({ username, mode })),
        }
      );
    },
    creditState(parameters) {
      const course = courseOf(parameters);
      const person = personOf(parameters);
      const username = parameters['username'] ?? '';
      if (!course || !person) return undefined;
      const mode = course.enrollments[username];
      const ofOthers = course.requirement_statuses[username] ?? {};
      const credit = consequencesOf(events()).credit.filter(
        (entry) => entry.username === username && entry.course === parameters['course'],
      );
      return {
        enrollment_mode: mode ?? null,
        may_take_proctored_exams: mode === undefined ? null : PROCTORED_MODES.has(mode),
        course_name: course.name,
        course_end: course.end,
        full_name: person.full_name,
        email: person.email,
        language: person.language,
        requirements: course.requirements.map((requirement) => ({
          ...requirement,
          status:
            credit.find(({ namespace, name }) => namespace === requirement.namespace && name === requirement.name)
              ?.status ??
            ofOthers[requirement.name] ??
            null,
        })),
      };
    },
    dueDate(parameters) {
      const course = courseOf(parameters);
      const { username = '', content_id = '' } = parameters;
      return course && { due: course.due_dates[username]?.[content_id] ?? null };
    },
    outline(parameters) {
      const course = courseOf(parameters);
      return course && { accessible: course.accessible, sequences: course.sequences, course_end: course.end };
    },
    verifiedName(parameters) {
      const person = personOf(parameters);
      return person && { verified_name: person.verified_name };
    },
  };
}

/** The lookups of the contract behind the bearer token. */
export function registerLookupRoutes(app: FastifyInstance, context: LookupContext): void {
  const answer = answers(context);
  for (const name of Object.keys(LOOKUPS) as LookupName[]) {
    const url = CONTRACT_BASE + LOOKUPS[name].path.replaceAll(/\{(\w+)\}/g, ':$1');
    app.get<{ Params: Parameters; Querystring: Parameters }>(url, async (request, reply) => {
      const failure = context.failure();
      const held = { holds: context.holds, name: request.url };
      if (failure.applies_to !== 'events' && (await misbehave(failure, held, request, reply))) return reply;
      if (request.headers.authorization !== `Bearer ${context.token}`) {
        return reply.code(401).send({ detail: 'The token is missing or wrong.' });
      }
      const found = answer[name]({ ...request.params, ...request.query });
      return found ?? reply.code(404).send({ detail: 'Not known here.' });
    });
  }
}
