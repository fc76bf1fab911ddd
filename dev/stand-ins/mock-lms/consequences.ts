import type { CloudEvent } from '../../../lms/cloud-events.ts';

interface Credit {
  username: string;
  course: string;
  namespace: string;
  name: string;
  status: string;
}

interface GradeOverride {
  username: string;
  course: string;
  content: string;
  overrider: string | null;
  comment: string;
  state: 'in force' | 'undone';
}

/** What an LMS would have on record after the events that it accepted. */
export interface Consequences {
  credit: Credit[];
  gradeOverrides: GradeOverride[];
  invalidatedCertificates: { username: string; course: string }[];
  completedUnits: { username: string; course: string; content: string }[];
  erasedAnswers: { username: string; course: string; content: string; requestedBy: string | null }[];
  supportNotices: { username: string; course: string; exam: string; review: string; url: string | null }[];
}

/** Applies events in order; for each learner and exam the last one counts. */
export function consequencesOf(events: readonly CloudEvent[]): Consequences {
  const credit = new Map<string, Credit>();
  const overrides = new Map<string, GradeOverride>();
  const invalidatedCertificates: Consequences['invalidatedCertificates'] = [];
  const completedUnits: Consequences['completedUnits'] = [];
  const erasedAnswers: Consequences['erasedAnswers'] = [];
  const supportNotices: Consequences['supportNotices'] = [];

  for (const { type, data } of events) {
    switch (type) {
      case 'org.durable-proctoring.credit.requirement.set.v1':
        credit.set(keyOf(data.learner.username, data.course_id, data.name), {
          username: data.learner.username,
          course: data.course_id,
          namespace: data.namespace,
          name: data.name,
          status: data.status,
        });
        break;
      case 'org.durable-proctoring.credit.requirement.remove.v1':
        credit.delete(keyOf(data.learner.username, data.course_id, data.name));
        break;
      case 'org.durable-proctoring.grade.override.set.v1':
        overrides.set(keyOf(data.learner.username, data.course_id, data.content_id), {
          ...whoAndWhere(data),
          overrider: data.overrider?.username ?? null,
          comment: data.comment,
          state: 'in force',
        });
        break;
      case 'org.durable-proctoring.grade.override.undo.v1': {
        const override = overrides.get(keyOf(data.learner.username, data.course_id, data.content_id));
        if (override) override.state = 'undone';
        break;
      }
      case 'org.durable-proctoring.certificate.invalidate.v1':
        invalidatedCertificates.push({ username: data.learner.username, course: data.course_id });
        break;
      case 'org.durable-proctoring.unit.complete.v1':
        completedUnits.push(whoAndWhere(data));
        break;
      case 'org.durable-proctoring.answers.erase.v1':
        erasedAnswers.push({ ...whoAndWhere(data), requestedBy: data.requested_by?.username ?? null });
        break;
      case 'org.durable-proctoring.support.notify.v1':
        supportNotices.push({
          username: data.learner.username,
          course: data.course_id,
          exam: data.exam_name,
          review: data.review_status,
          url: data.review_url,
        });
        break;
      default:
    }
  }
  return {
    credit: [...credit.values()],
    gradeOverrides: [...overrides.values()],
    invalidatedCertificates,
    completedUnits,
    erasedAnswers,
    supportNotices,
  };
}

function keyOf(...parts: string[]): string {
  return JSON.stringify(parts);
}

function whoAndWhere(data: { learner: { username: string }; course_id: string; content_id: string }) {
  return { username: data.learner.username, course: data.course_id, content: data.content_id };
}
