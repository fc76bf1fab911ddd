import { z } from 'zod';
import { pathId, withCourse } from '../params.ts';

const MOST_VIEWS = 30;
const LONGEST_NAME = 60;
const LONGEST_QUERY = 500;

const savedView = z.object({
  name: z.string().trim().min(1).max(LONGEST_NAME).describe('Name of the view'),
  query: z
    .string()
    .max(LONGEST_QUERY)
    .refine((query) => !new URLSearchParams(query).has('q'), 'must not search: that may name somebody')
    .describe("Filters, order and columns as in the console's address, but no search (`q`)"),
});

const EXAMPLE = { views: [{ name: 'Trouble', query: 'trouble=1&columns=status,heard,left' }] };

const views = z
  .array(savedView)
  .max(MOST_VIEWS)
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'must have different names')
  .describe('The views, in the order in which they are listed');

export const savedViewsBody = z.object({ views }).meta({ examples: [EXAMPLE] });

/** All views of a person; each has a name of its own. */
export const savedViews = z
  .object({ views })
  .meta({ id: 'SavedViews', description: 'The views of boards that a person has saved', examples: [EXAMPLE] });

const COURSE_EXAMPLE = {
  id: 4,
  name: 'Trouble',
  query: 'trouble=1&columns=status,heard,left',
  shared_by: [1002, 'carol', 'Carol Teacher'],
};

export const viewToShare = z
  .strictObject(savedView.shape)
  .meta({ examples: [{ name: COURSE_EXAMPLE.name, query: COURSE_EXAMPLE.query }] });

/** A view that somebody has shared with the team of a course. */
export const courseView = z
  .object({
    id: z.int().describe('Id of the view'),
    ...savedView.shape,
    shared_by: z.tuple([z.int(), z.string(), z.string()]).describe('Who shared it: id, user name and full name'),
  })
  .meta({ id: 'CourseView', description: 'A view that the team of a course shares', examples: [COURSE_EXAMPLE] });

export const courseViews = z.object({ views: z.array(courseView).describe('The views, by name') }).meta({
  id: 'CourseViews',
  description: 'The views of boards that the team of a course shares',
  examples: [{ views: [COURSE_EXAMPLE] }],
});

export const viewRemoved = z
  .object({ removed: z.literal(true).describe('Always true') })
  .meta({ examples: [{ removed: true }] });

export const viewOfCourse = withCourse({ view_id: pathId.meta({ description: 'Id of the view', example: '4' }) });
