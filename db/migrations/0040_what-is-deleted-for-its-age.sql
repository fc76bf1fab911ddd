-- Rows that are deleted for their age are found by it.

-- Up Migration

create index attempt_heartbeat_gap_end on attempt_heartbeat_gap (heard_again_at);
create index attempt_ignored_event_at on attempt_ignored_event (at);
create index pending_change_delivered on pending_change (delivered_at) where delivered_at is not null;
create index event_set_aside_at on event_set_aside (at);
create index bulk_old_preview on bulk (previewed_at) where begun_at is null;
