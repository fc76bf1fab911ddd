import { readFile, stat } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { insertStaffRole, deleteStaffRole } from '../../db/course-staff.ts';
import { isCourseKey, isStaffRole } from '../../lms/platform/staff-roles.ts';
import { defineCommand, InputError } from '../command.ts';
import type { Problem, Task } from '../work.ts';

const LARGEST_FILE_BYTES = 20 * 1024 * 1024;

const lineOfFile = z.object({
  username: z.string().regex(/^[^\p{Cc}\s]{1,255}$/u, 'user name is missing or not one'),
  role: z.string().refine(isStaffRole, 'role is none of staff, instructor and limited_staff'),
  course_id: z.string().refine(isCourseKey, 'course id is not that of a course'),
});
const COLUMNS = Object.keys(lineOfFile.shape);

const record = z.object({ info: z.object({ lines: z.int() }), record: z.record(z.string(), z.string()) });

async function readLines(file: string): Promise<z.output<typeof record>[]> {
  const { size } = await stat(file).catch(() => {
    throw new InputError(`There is no file ${file}.`);
  });
  if (size > LARGEST_FILE_BYTES) throw new InputError('The file is larger than 20 MB. Import it in parts.');
  try {
    const options = { columns: true, bom: true, trim: true, skip_empty_lines: true, info: true } as const;
    return z.array(record).parse(parse(await readFile(file, 'utf8'), options));
  } catch (error) {
    if (error instanceof CsvError) throw new InputError(`The file is not CSV: ${error.message}`);
    throw error;
  }
}

/** Tells who is staff of which course, where neither the event bus nor a look-up does (edx-exams §4.3). */
export const importCourseStaff = defineCommand({
  name: 'import-course-staff',
  summary: 'Add the staff of courses that a CSV file lists, or remove those that an earlier one added.',
  notes: [
    'The first line of the file names the columns: username, role (staff, instructor or limited_staff) and course_id; others',
    'are left alone. People need not have signed in yet. What the event bus says of somebody is not changed. Lines that do',
    'not fit are named and left out; the file can be imported again.',
  ].join('\n'),
  options: {
    'file-path': { type: 'string', value: 'FILE', help: 'the CSV file' },
    remove: { type: 'boolean', help: 'take the roles away instead' },
  },
  values: z.object({ 'file-path': z.string('is missing'), remove: z.boolean().default(false) }),
  async prepare({ pool }, { 'file-path': file, remove }, batchSize) {
    const lines = await readLines(file);
    const missing = COLUMNS.filter((column) => lines[0] && !(column in lines[0].record));
    if (missing.length > 0) throw new InputError(`The file has no column ${missing.join(' and no column ')}.`);

    const toItem = ({ info, record: given }: (typeof lines)[number]): Task | Problem => {
      const subject = `line ${info.lines}`;
      const read = lineOfFile.safeParse(given);
      if (!read.success) return { subject, problem: read.error.issues.map(({ message }) => message).join('; ') };
      const { username, role, course_id: courseId } = read.data;
      const change = remove ? deleteStaffRole : insertStaffRole;
      return {
        subject,
        plan: remove ? `is no longer ${role} of ${courseId}` : `becomes ${role} of ${courseId}`,
        perform: () => change(pool, { username, role, courseId }),
      };
    };
    async function* batches() {
      for (let from = 0; from < lines.length; from += batchSize) {
        yield lines.slice(from, from + batchSize).map(toItem);
      }
    }
    return { total: lines.length, batches: batches() };
  },
});
