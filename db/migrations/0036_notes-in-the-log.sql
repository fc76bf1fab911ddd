-- The log of what people did shows their notes, the newest first.
create index staff_note_at on staff_note (created desc, attempt_id desc, id desc);
