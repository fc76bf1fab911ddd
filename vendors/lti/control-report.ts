import { z } from 'zod';
import { VendorPayloadError } from '../errors.ts';
import type { NormalisedReview } from '../port.ts';

/** An end of the assessment that the learner asked for; everything else is what went wrong (edx-exams §6). */
export const REGULAR_END = '1';
/** A regular end that is more severe than this is looked at by a person. */
const HIGHEST_PASSING_SEVERITY = 0.25;

/** What codes of reasons mean, as the first tools use them (edx-exams §1.8). */
const REASONS: Record<string, string> = {
  '0': 'Disconnected',
  '1': 'Submitted by user',
  '2': 'Navigated away',
  '4': 'Left full screen',
  '5': 'Ended the recording',
  '6': 'Extension uninstalled',
  '7': 'Proxy detected',
  '8': 'Network changed',
  '9': 'Closed or reloaded the tab',
  '12': 'Page modified',
  '13': 'Download',
  '14': 'Battery empty',
  '15': 'Extra monitor',
  '16': 'Camera or microphone unplugged',
  '21': 'Page unresponsive',
  '24': 'Revoked microphone permissions',
  '25': 'Revoked camera permissions',
};

/** The reason in words; a code that nobody has explained stands for itself. */
export const reasonInWords = (code: string): string => (Object.hasOwn(REASONS, code) ? (REASONS[code] ?? code) : code);

/** How severe an incident is, from 0 to 1, as number or text. */
export const severity = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^(\d(\.\d{1,10})?|\.\d{1,10})$/)
      .transform(Number),
  ])
  .pipe(z.number().min(0).max(1));

/** What a tool reports when it ends an assessment, as far as a review of it goes. */
const report = z.object({
  incident_severity: severity,
  reason_code: z.string().max(64),
  reason_msg: z.string().optional(),
});

function statusOf(code: string, grade: number): NormalisedReview['status'] {
  if (code !== REGULAR_END) return 'not_reviewed';
  return grade > HIGHEST_PASSING_SEVERITY ? 'suspicious' : 'passed';
}

/** Reads a report as the review of the attempt that it ends (edx-exams §6); throws `VendorPayloadError`. */
export function readControlReport(payload: unknown): NormalisedReview {
  const { data } = report.safeParse(payload);
  if (!data) throw new VendorPayloadError('This is not a report of an LTI tool');
  const { reason_code: code, incident_severity: grade, reason_msg: words } = data;
  const status = statusOf(code, grade);
  const comment = [reasonInWords(code), words].filter(Boolean).join(': ');
  return { status, comments: [{ comment, status: grade.toFixed(2), start: 0, stop: 0, duration: 0 }] };
}
