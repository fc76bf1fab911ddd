import { sql, type CommonQueryMethods } from 'slonik';
import { none } from './columns.ts';

/** Somebody's role as staff of a course. */
export interface StaffRole {
  courseId: string;
  role: string;
}

/** Whether the event bus or a file of an operator says that a person is staff of a course. */
export async function isListedAsStaff(
  db: CommonQueryMethods,
  { id, username }: { id: number; username: string },
  courseId: string,
): Promise<boolean> {
  return await db.exists(sql.type(none)`
    select 1 from course_staff
    where course_id = ${courseId} and is_granted and (user_id = ${id} or username = ${username})`);
}

export interface ToldRole extends StaffRole {
  userId: number;
  username: string;
  isGranted: boolean;
  /** Of the event in its stream; later ones sort behind it. */
  position: string;
}

/** Records what an event says, unless a later one has been recorded. What a file said about the role no longer counts. */
export async function recordStaffRole(db: CommonQueryMethods, told: ToldRole): Promise<void> {
  const { userId, username, courseId, role, isGranted, position } = told;
  await db.query(sql.type(none)`
    with from_file as (
      delete from course_staff where username = ${username} and course_id = ${courseId} and role = ${role}
    )
    insert into course_staff (user_id, course_id, role, is_granted, position)
    values (${userId}, ${courseId}, ${role}, ${isGranted}, ${position})
    on conflict (user_id, course_id, role) do update
      set is_granted = excluded.is_granted, position = excluded.position, modified = now()
      where course_staff.position is null or course_staff.position < excluded.position`);
}

export interface ListedRole extends StaffRole {
  username: string;
}

/** The person of that user name, if they have been seen, or else the name alone. */
const holder = (username: string) => sql.fragment`
  (select 1) as one left join person on person.username = ${username} and person.retired_at is null`;

/**
 * Adds a role that a file lists; false if it is there, or if the event bus has said anything about it, which knows better.
 */
export async function insertStaffRole(
  db: CommonQueryMethods,
  { username, courseId, role }: ListedRole,
): Promise<boolean> {
  const { rowCount } = await db.query(sql.type(none)`
    insert into course_staff (user_id, username, course_id, role)
    select person.id, case when person.id is null then ${username} end, ${courseId}, ${role}
    from ${holder(username)}
    where not exists (
      select 1 from course_staff where username = ${username} and course_id = ${courseId} and role = ${role})
    on conflict do nothing`);
  return rowCount > 0;
}

/** Takes a role away that a file had added; false if there is none, or if it is the event bus that says so. */
export async function deleteStaffRole(
  db: CommonQueryMethods,
  { username, courseId, role }: ListedRole,
): Promise<boolean> {
  const { rowCount } = await db.query(sql.type(none)`
    delete from course_staff
    where course_id = ${courseId} and role = ${role} and position is null
      and (username = ${username} or user_id = (select id from person where person.username = ${username}))`);
  return rowCount > 0;
}

/** Remembers a message that could not be read; where it is, but nothing that it says. */
export async function recordEventSetAside(
  db: CommonQueryMethods,
  { stream, messageId, reason }: { stream: string; messageId: string; reason: string },
): Promise<void> {
  await db.query(sql.type(none)`
    insert into event_set_aside (stream, message_id, reason) values (${stream}, ${messageId}, ${reason})
    on conflict do nothing`);
}
