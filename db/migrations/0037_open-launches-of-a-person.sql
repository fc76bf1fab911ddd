-- A person who begins a launch again and again keeps the newest few.

-- Up Migration

create index lti_launch_of_person on lti_launch (user_id, exam_id, expires_at);
