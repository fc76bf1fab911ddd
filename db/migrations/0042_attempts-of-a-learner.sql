-- Every change of an attempt asks for all that its learner ever had on the exam, removed ones included, which no index held.
-- It serves the live ones as well; their own index stays as long as an earlier release may run beside this one.

-- Up Migration

create index attempt_of_learner_ever on attempt (user_id, exam_id, created desc, id desc);
