-- The queue of attempts that wait for a person's decision is short beside all that were ever made.

-- Up Migration

create index attempt_second_look on attempt (exam_id) where status = 'second_review_required';
