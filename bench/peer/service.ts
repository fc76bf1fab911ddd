import type { Cpu } from './processes.ts';

/** Ids of the seeded exams. */
export interface ExamIds {
  timed: number;
  proctored: number;
  /** The exam that the poller takes. */
  polled: number;
  /** The ten exams of the course with 100,000 attempts. */
  listed: number[];
}

/** A service that runs on this machine, filled and ready. */
export interface RunningService {
  name: string;
  port: number;
  /** Header line with which the named person signs in. */
  signIn: (name: string) => Promise<string>;
  exams: ExamIds;
  /** Processor seconds so far. */
  cpu: () => Cpu;
  /** Waits until all that follows from earlier requests is done. */
  settle: () => Promise<void>;
}

/** Courses of the seeded exams. */
export const COURSES = {
  exams: 'course-v1:Bench+Exams+2030',
  polled: 'course-v1:Bench+Polled+2030',
  /** One exam with 10,000 attempts. */
  large: 'course-v1:Bench+Large+2030',
  /** Ten exams with 10,000 attempts each. */
  huge: 'course-v1:Bench+Huge+2030',
} as const;

/** Block of the exam that the poller takes. */
export const POLLED_BLOCK = 'block-v1:Bench+Polled+2030+type@sequential+block@exam';

/** The exams of both services, as the values of a statement: course, block, name, minutes, proctored. */
export const EXAM_VALUES = [
  `('${COURSES.exams}', 'block-v1:Bench+Exams+2030+type@sequential+block@timed', 'timed', 10000, false)`,
  `('${COURSES.exams}', 'block-v1:Bench+Exams+2030+type@sequential+block@proctored', 'proctored', 10000, true)`,
  `('${COURSES.polled}', '${POLLED_BLOCK}', 'polled', 10000, true)`,
  `('${COURSES.large}', 'block-v1:Bench+Large+2030+type@sequential+block@exam', 'large', 90, false)`,
  ...Array.from(
    { length: 10 },
    (_, number) =>
      `('${COURSES.huge}', 'block-v1:Bench+Huge+2030+type@sequential+block@e${number}', 'Exam ${number}', 90, false)`,
  ),
].join(', ');
