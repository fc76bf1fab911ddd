import { EXAM_EVENTS } from '../../lms/effects/exam-event.ts';
import type { LmsEffect, LmsEffects } from '../../lms/effects/index.ts';
import type { Mail, Mailer } from '../../emails/delivery/port.ts';

/** An effect as the runner compares it: `kind` and the fields that the conformance README lists for the kind. */
export type RecordedEffect = { kind: string } & Record<string, unknown>;

type EffectOf<Kind extends LmsEffect['kind']> = Extract<LmsEffect, { kind: Kind }>;

const requirement = ({ learner, course, contentId }: EffectOf<'set-credit' | 'remove-credit'>) => ({
  user: learner.username,
  course_id: course,
  namespace: 'proctored_exam',
  name: contentId,
});

const grade = ({ learner, course, contentId }: EffectOf<'override-grade' | 'undo-grade-override'>) => ({
  user: learner.username,
  course_id: course,
  usage_key: contentId,
});

function statusSignal(effect: EffectOf<'announce-status'>): RecordedEffect {
  return {
    kind: 'signal.attempt_status',
    user: effect.learner.username,
    status: effect.status,
    full_name: effect.fullName,
    profile_name: effect.profileName,
    is_practice_exam: effect.isPracticeExam,
    is_proctored: effect.isProctored,
    backend_supports_onboarding: effect.backendSupportsOnboarding,
  };
}

function trackingEvent({ name, learner, data }: EffectOf<'track'>): RecordedEffect {
  return {
    kind: 'event',
    name,
    user: data.attempt ? (learner?.username ?? null) : null,
    attempt_status: data.attempt?.status ?? null,
    exam_name: data.examName,
    review_status: data.review?.status ?? null,
    allowance_key: data.allowance?.key ?? null,
  };
}

/** An exam event as edx-exams puts it on the bus, in the form of its README. */
function busEvent(effect: EffectOf<'publish-exam-event'>): RecordedEffect {
  const { student_user, requesting_user, ...place } = EXAM_EVENTS['publish-exam-event'].toData(effect).exam_attempt;
  const flat = ({ id, is_active, pii }: typeof student_user) => ({ id, is_active, ...pii });
  return {
    kind: 'bus',
    type: `org.openedx.learning.exam.attempt.${effect.event}.v1`,
    student_user: flat(student_user),
    ...place,
    requesting_user: requesting_user && flat(requesting_user),
  };
}

/** What each of the two originals tells others: edx-exams only puts events on the bus and sends emails. */
export type Dialect = 'edx-proctoring' | 'edx-exams';

function isTold({ kind }: RecordedEffect, dialect: Dialect): boolean {
  return dialect === 'edx-exams' ? kind === 'bus' || kind === 'mail' : kind !== 'bus';
}

/** The recorded form of what the LMS is told; null for what the original tells it in no way that was recorded. */
function recorded(effect: LmsEffect): RecordedEffect | null {
  switch (effect.kind) {
    case 'set-credit':
      return { kind: 'credit.set_credit_requirement_status', ...requirement(effect), status: effect.status };
    case 'remove-credit':
      return { kind: 'credit.remove_credit_requirement_status', ...requirement(effect) };
    case 'complete-unit':
      return {
        kind: 'instructor.complete_student_attempt',
        user: effect.learner.username,
        content_id: effect.contentId,
      };
    case 'erase-answers':
      return {
        kind: 'instructor.delete_student_attempt',
        user: effect.learner.username,
        course_id: effect.course,
        content_id: effect.contentId,
        requesting_user: effect.requestedBy?.username ?? null,
      };
    case 'override-grade':
      return {
        kind: 'grades.override_subsection_grade',
        ...grade(effect),
        earned_all: 0,
        earned_graded: 0,
        overrider: effect.overrider?.username ?? null,
        comment: effect.comment,
      };
    case 'undo-grade-override':
      return { kind: 'grades.undo_override_subsection_grade', ...grade(effect) };
    case 'invalidate-certificate':
      return { kind: 'certificates.invalidate_certificate', user: effect.learner.username, course_id: effect.course };
    case 'notify-support':
      return {
        kind: 'instructor.send_support_notification',
        course_id: effect.course,
        exam_name: effect.examName,
        user: effect.learner.username,
        review_status: effect.reviewStatus,
        review_url: effect.reviewUrl,
      };
    case 'announce-status':
      return statusSignal(effect);
    case 'track':
      return trackingEvent(effect);
    case 'publish-exam-event':
      return busEvent(effect);
  }
  return null;
}

function recordedMail(mail: Mail): RecordedEffect {
  return {
    kind: 'mail',
    to: [mail.to],
    from_email: mail.from,
    subject: mail.subject,
    content_subtype: 'html',
    template: mail.template,
    body_length_nonzero: mail.html.length > 0 && mail.text.length > 0,
  };
}

/**
 * An LMS and a mail server in one list: what the LMS is told in the order in which it happened. Attempts tell it
 * independently of each other, so those that end in one leap of the clock arrive in any order.
 */
export class EffectRecorder implements LmsEffects, Mailer {
  /** Emails have no time of their own. */
  #effects: { entry: RecordedEffect; at: number | null }[] = [];

  async deliver(effect: LmsEffect): Promise<void> {
    const entry = recorded(effect);
    if (entry) this.#effects.push({ entry, at: effect.at });
  }

  async send(mail: Mail): Promise<void> {
    this.#effects.push({ entry: recordedMail(mail), at: null });
  }

  /** What the LMS was told by its time, among emails that stay where they are. */
  #inOrder(): RecordedEffect[] {
    const told = this.#effects.filter(({ at }) => at !== null).sort((a, b) => Number(a.at) - Number(b.at));
    const next = told.values();
    return this.#effects.map((effect) => (effect.at === null ? effect : (next.next().value ?? effect)).entry);
  }

  /** What the original with that dialect would have done. */
  read(dialect: Dialect): readonly RecordedEffect[] {
    const told = this.#inOrder().filter((effect) => isTold(effect, dialect));
    if (dialect === 'edx-proctoring') return told;
    return told.map(({ template: _template, ...effect }) => effect as RecordedEffect);
  }

  clear(): void {
    this.#effects = [];
  }
}
