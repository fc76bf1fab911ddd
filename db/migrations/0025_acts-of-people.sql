-- The log of what people did leaves out everything that learners, vendors and clocks did, which is nearly all.

-- Up Migration

create index attempt_transition_of_people on attempt_transition (at desc, attempt_id desc, version desc)
  where actor_kind in ('staff', 'operator');
