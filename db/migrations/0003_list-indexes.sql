-- Lists and the newest attempt of a learner read live rows only, in order of creation: indexes that hold just those rows, in
-- that order, let a page of the staff list be found without touching the table.

-- Up Migration

create index attempt_of_exam on attempt (exam_id, created desc, id desc) include (user_id)
  where deleted_at is null and not registering;
drop index attempt_exam;

create index attempt_of_learner on attempt (user_id, exam_id, created desc, id desc)
  where deleted_at is null and not registering;
drop index attempt_learner;
