/**
 * What becomes of an attempt. A status: moved there. `=`: accepted, nothing changes. `x …`: refused with that code.
 * `+ …`: changed without a change of status, or apart from the ordinary move; see CHANGES.
 * `set-status` asks for `verified`, `review` brings `Suspicious`, `expire` comes at the very end of the time.
 */
export const OF_LEARNERS = `
                          | click-download-software   | start                     | stop                 | submit             | error               | decline  | reset
eligible                  | download_software_clicked | started                   | ready_to_submit      | submitted          | error               | declined | x reset_not_allowed
created                   | download_software_clicked | started                   | ready_to_submit      | submitted          | error               | declined | x reset_not_allowed
download_software_clicked | =                         | started                   | ready_to_submit      | submitted          | error               | declined | x reset_not_allowed
ready_to_start            | download_software_clicked | started                   | ready_to_submit      | submitted          | error               | declined | x reset_not_allowed
started                   | submitted                 | x attempt_already_started | ready_to_submit      | submitted          | error               | declined | x reset_not_allowed
ready_to_submit           | submitted                 | started                   | =                    | submitted          | =                   | declined | x reset_not_allowed
declined                  | x illegal_transition      | x illegal_transition      | x illegal_transition | + handed in openly | =                   | =        | + superseded
timed_out                 | x illegal_transition      | x illegal_transition      | x illegal_transition | =                  | =                   | =        | + superseded
submitted                 | x illegal_transition      | x illegal_transition      | x illegal_transition | =                  | = already-submitted | =        | + replaced
second_review_required    | x illegal_transition      | x illegal_transition      | x illegal_transition | =                  | =                   | =        | + superseded
verified                  | x illegal_transition      | x illegal_transition      | x illegal_transition | =                  | =                   | =        | x reset_not_allowed
rejected                  | x illegal_transition      | x illegal_transition      | x illegal_transition | =                  | =                   | =        | + superseded
error                     | x illegal_transition      | x illegal_transition      | x illegal_transition | submitted          | =                   | =        | + superseded
ready_to_resume           | x illegal_transition      | x illegal_transition      | x illegal_transition | =                  | =                   | =        | + superseded
resumed                   | x illegal_transition      | x illegal_transition      | x illegal_transition | =                  | =                   | =        | + superseded
onboarding_missing        | x illegal_transition      | x illegal_transition      | x illegal_transition | submitted          | =                   | =        | + superseded
onboarding_pending        | x illegal_transition      | x illegal_transition      | x illegal_transition | submitted          | =                   | =        | + superseded
onboarding_failed         | x illegal_transition      | x illegal_transition      | x illegal_transition | submitted          | =                   | =        | + superseded
onboarding_expired        | x illegal_transition      | x illegal_transition      | x illegal_transition | submitted          | =                   | =        | + superseded
expired                   | x illegal_transition      | x illegal_transition      | x illegal_transition | =                  | =                   | =        | + superseded
onboarding_reset          | x illegal_transition      | x illegal_transition      | x illegal_transition | =                  | =                   | =        | =
`;

export const OF_VENDORS_AND_TIME = `
                          | vendor-ready   | launch         | review                   | ping    | heartbeat-lost | expire    | created     | resumed                 | pause-expire
eligible                  | =              | =              | second_review_required   | + heard | =              | =         | + announced | x attempt_not_resumable | =
created                   | ready_to_start | ready_to_start | second_review_required   | + heard | =              | =         | + announced | x attempt_not_resumable | =
download_software_clicked | ready_to_start | ready_to_start | second_review_required   | + heard | =              | =         | + announced | x attempt_not_resumable | =
ready_to_start            | =              | =              | second_review_required   | + heard | =              | =         | + announced | x attempt_not_resumable | =
started                   | =              | submitted      | second_review_required   | + heard | error          | submitted | + announced | x attempt_not_resumable | =
ready_to_submit           | =              | submitted      | second_review_required   | + heard | =              | submitted | + announced | x attempt_not_resumable | =
declined                  | =              | =              | second_review_required   | + heard | =              | =         | + announced | x attempt_not_resumable | =
timed_out                 | =              | =              | second_review_required   | + heard | =              | =         | + announced | x attempt_not_resumable | =
submitted                 | =              | =              | second_review_required   | + heard | =              | =         | + announced | x attempt_not_resumable | =
second_review_required    | =              | =              | + reviewed               | + heard | =              | =         | + announced | x attempt_not_resumable | =
verified                  | =              | =              | second_review_required   | + heard | =              | =         | + announced | x attempt_not_resumable | =
rejected                  | =              | =              | second_review_required   | + heard | =              | =         | + announced | x attempt_not_resumable | =
error                     | =              | =              | second_review_required   | + heard | =              | =         | + announced | x attempt_not_resumable | =
ready_to_resume           | =              | =              | second_review_required   | + heard | =              | =         | + announced | + taken over            | =
resumed                   | =              | =              | second_review_required   | + heard | =              | =         | + announced | =                       | =
onboarding_missing        | =              | =              | second_review_required   | + heard | =              | =         | + announced | x attempt_not_resumable | =
onboarding_pending        | =              | =              | second_review_required   | + heard | =              | =         | + announced | x attempt_not_resumable | =
onboarding_failed         | =              | =              | second_review_required   | + heard | =              | =         | + announced | x attempt_not_resumable | =
onboarding_expired        | =              | =              | second_review_required   | + heard | =              | =         | + announced | x attempt_not_resumable | =
expired                   | =              | =              | second_review_required   | + heard | =              | =         | + announced | x attempt_not_resumable | =
onboarding_reset          | =              | =              | + reviewed without trace | + heard | =              | =         | + announced | x attempt_not_resumable | =
`;

export const OF_STAFF = `
                          | mark-ready-to-resume    | set-status            | acknowledge    | extra-time | delete                           | pause                 | unpause               | correct-end           | incident-time         | undo
eligible                  | x attempt_not_resumable | verified              | + acknowledged | =          | + deleted                        | x attempt_not_begun   | x attempt_not_begun   | x attempt_not_begun   | + more later          | x undo_not_possible
created                   | x attempt_not_resumable | verified              | + acknowledged | =          | + deleted                        | x attempt_not_begun   | x attempt_not_begun   | x attempt_not_begun   | + more later          | x undo_not_possible
download_software_clicked | x attempt_not_resumable | verified              | + acknowledged | =          | + deleted                        | x attempt_not_begun   | x attempt_not_begun   | x attempt_not_begun   | + more later          | x undo_not_possible
ready_to_start            | x attempt_not_resumable | verified              | + acknowledged | =          | + deleted                        | x attempt_not_begun   | x attempt_not_begun   | x attempt_not_begun   | + more later          | x undo_not_possible
started                   | x attempt_not_resumable | verified              | + acknowledged | + extended | + deleted                        | + paused              | =                     | + corrected           | + more now            | x undo_not_possible
ready_to_submit           | x attempt_not_resumable | verified              | + acknowledged | + extended | + deleted                        | + paused              | =                     | + corrected           | + more now            | x undo_not_possible
declined                  | x attempt_not_resumable | + passed without mail | + acknowledged | =          | + deleted with credit            | x attempt_not_running | x attempt_not_running | x attempt_not_running | x attempt_not_running | x undo_not_possible
timed_out                 | x attempt_not_resumable | verified              | + acknowledged | =          | + deleted                        | x attempt_not_running | x attempt_not_running | x attempt_not_running | x attempt_not_running | x undo_not_possible
submitted                 | x attempt_not_resumable | verified              | + acknowledged | =          | + deleted with credit            | x attempt_not_running | x attempt_not_running | x attempt_not_running | x attempt_not_running | x undo_not_possible
second_review_required    | x attempt_not_resumable | verified              | + acknowledged | =          | + deleted with review            | x attempt_not_running | x attempt_not_running | x attempt_not_running | x attempt_not_running | x undo_not_possible
verified                  | x attempt_not_resumable | =                     | + acknowledged | =          | + deleted with credit and review | x attempt_not_running | x attempt_not_running | x attempt_not_running | x attempt_not_running | x undo_not_possible
rejected                  | x attempt_not_resumable | verified              | + acknowledged | =          | + deleted with credit and review | x attempt_not_running | x attempt_not_running | x attempt_not_running | x attempt_not_running | x undo_not_possible
error                     | + resumable             | verified              | + acknowledged | =          | + deleted with credit            | x attempt_not_running | x attempt_not_running | x attempt_not_running | + more kept           | x undo_not_possible
ready_to_resume           | x attempt_not_resumable | verified              | + acknowledged | =          | + deleted with credit            | x attempt_not_running | x attempt_not_running | x attempt_not_running | + more kept           | x undo_not_possible
resumed                   | x attempt_not_resumable | verified              | + acknowledged | =          | + deleted with credit            | x attempt_not_running | x attempt_not_running | x attempt_not_running | x attempt_not_running | x undo_not_possible
onboarding_missing        | x attempt_not_resumable | verified              | + acknowledged | =          | + deleted                        | x attempt_not_running | x attempt_not_running | x attempt_not_running | x attempt_not_running | x undo_not_possible
onboarding_pending        | x attempt_not_resumable | verified              | + acknowledged | =          | + deleted                        | x attempt_not_running | x attempt_not_running | x attempt_not_running | x attempt_not_running | x undo_not_possible
onboarding_failed         | x attempt_not_resumable | verified              | + acknowledged | =          | + deleted                        | x attempt_not_running | x attempt_not_running | x attempt_not_running | x attempt_not_running | x undo_not_possible
onboarding_expired        | x attempt_not_resumable | verified              | + acknowledged | =          | + deleted                        | x attempt_not_running | x attempt_not_running | x attempt_not_running | x attempt_not_running | x undo_not_possible
expired                   | x attempt_not_resumable | verified              | + acknowledged | =          | + deleted                        | x attempt_not_running | x attempt_not_running | x attempt_not_running | x attempt_not_running | x undo_not_possible
onboarding_reset          | x attempt_not_resumable | verified              | + acknowledged | =          | + deleted                        | x attempt_not_running | x attempt_not_running | x attempt_not_running | x attempt_not_running | x undo_not_possible
`;

/**
 * What staff get who set a status (columns, some shortened, in the order of the rows). `>`: that status. `s`: submitted
 * instead. `=`: nothing changes. `x`: refused.
 */
export const OF_SETTING_BY_HAND = `
                          | eligible | created | clicked | ready | started | stopped | declined | timed_out | submitted | 2nd review | verified | rejected | error | marked | resumed | missing | pending | failed | ob. expired | expired | reset
eligible                  | =        | >       | >       | >     | >       | >       | >        | s         | >         | >          | >        | >        | >     | x      | x       | >       | >       | >      | >           | x       | x
created                   | >        | =       | >       | >     | >       | >       | >        | s         | >         | >          | >        | >        | >     | x      | x       | >       | >       | >      | >           | x       | x
download_software_clicked | >        | >       | =       | >     | >       | >       | >        | s         | >         | >          | >        | >        | >     | x      | x       | >       | >       | >      | >           | x       | x
ready_to_start            | >        | >       | >       | =     | >       | >       | >        | s         | >         | >          | >        | >        | >     | x      | x       | >       | >       | >      | >           | x       | x
started                   | >        | s       | s       | s     | =       | >       | >        | s         | >         | >          | >        | >        | >     | x      | x       | >       | >       | >      | >           | x       | x
ready_to_submit           | >        | s       | s       | s     | >       | =       | >        | s         | >         | >          | >        | >        | >     | x      | x       | >       | >       | >      | >           | x       | x
declined                  | x        | x       | x       | x     | x       | x       | =        | s         | >         | >          | >        | >        | >     | x      | x       | >       | >       | >      | >           | x       | x
timed_out                 | x        | x       | x       | x     | x       | x       | >        | s         | >         | >          | >        | >        | >     | x      | x       | >       | >       | >      | >           | x       | x
submitted                 | x        | x       | x       | x     | x       | x       | >        | =         | =         | >          | >        | >        | >     | x      | x       | >       | >       | >      | >           | x       | x
second_review_required    | x        | x       | x       | x     | x       | x       | >        | s         | >         | =          | >        | >        | >     | x      | x       | >       | >       | >      | >           | x       | x
verified                  | x        | x       | x       | x     | x       | x       | >        | s         | >         | >          | =        | >        | >     | x      | x       | >       | >       | >      | >           | x       | x
rejected                  | x        | x       | x       | x     | x       | x       | >        | s         | >         | >          | >        | =        | >     | x      | x       | >       | >       | >      | >           | x       | x
error                     | x        | x       | x       | x     | x       | x       | >        | s         | >         | >          | >        | >        | =     | x      | x       | >       | >       | >      | >           | x       | x
ready_to_resume           | x        | x       | x       | x     | x       | x       | >        | s         | >         | >          | >        | >        | >     | x      | x       | >       | >       | >      | >           | x       | x
resumed                   | x        | x       | x       | x     | x       | x       | >        | s         | >         | >          | >        | >        | >     | x      | x       | >       | >       | >      | >           | x       | x
onboarding_missing        | x        | x       | x       | x     | x       | x       | >        | s         | >         | >          | >        | >        | >     | x      | x       | =       | >       | >      | >           | x       | x
onboarding_pending        | x        | x       | x       | x     | x       | x       | >        | s         | >         | >          | >        | >        | >     | x      | x       | >       | =       | >      | >           | x       | x
onboarding_failed         | x        | x       | x       | x     | x       | x       | >        | s         | >         | >          | >        | >        | >     | x      | x       | >       | >       | =      | >           | x       | x
onboarding_expired        | x        | x       | x       | x     | x       | x       | >        | s         | >         | >          | >        | >        | >     | x      | x       | >       | >       | >      | =           | x       | x
expired                   | >        | >       | >       | >     | >       | >       | >        | s         | >         | >          | >        | >        | >     | x      | x       | >       | >       | >      | >           | x       | x
onboarding_reset          | >        | >       | >       | >     | >       | >       | >        | s         | >         | >          | >        | >        | >     | x      | x       | >       | >       | >      | >           | x       | x
`;
