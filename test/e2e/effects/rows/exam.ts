import * as told from '../expected.ts';
import { RUNNING, SUBMITTED, type Row } from './row.ts';

/** What happens while the exam is taken. */
export const ROWS_OF_THE_EXAM: Row[] = [
  {
    name: 'opening the set-up',
    cause: [['click-download-software']],
    events: told.becomes('download_software_clicked'),
  },
  { name: 'the end of the set-up', cause: [['vendor-ready']], events: told.becomes('ready_to_start') },
  { name: 'the start', cause: [['start']], events: told.becomes('started'), vendor: [told.vendorHears('started')] },
  { name: 'the wish to end', before: RUNNING, cause: [['stop']], events: told.becomes('ready_to_submit') },
  {
    name: 'going back into the exam',
    before: [['start'], ['stop']],
    cause: [['start']],
    events: told.becomes('started'),
  },
  {
    name: 'handing in',
    before: RUNNING,
    cause: [['submit']],
    events: told.handedIn,
    mails: ['submitted'],
    vendor: [told.vendorHears('submitted')],
  },
  {
    name: 'handing in again from a stale tab',
    before: SUBMITTED,
    cause: [['submit'], ['decline'], ['error']],
    events: [],
  },
  {
    name: 'a technical failure',
    before: RUNNING,
    cause: [['error']],
    events: told.erred,
    vendor: [told.vendorHears('error')],
  },
  {
    name: 'letting the learner resume',
    before: [['start'], ['error']],
    cause: [['mark-ready-to-resume'], ['resumed']],
    events: [],
  },
  {
    name: 'declining',
    cause: [['decline']],
    events: told.declined,
    isProctored: false,
  },
  {
    name: 'declining in mid-exam',
    before: RUNNING,
    cause: [['decline']],
    events: told.declined,
    isProctored: false,
    vendor: [told.vendorHears('submitted')],
  },
  {
    name: 'a decline that came down from another exam',
    cause: [['decline', { cascaded: true }]],
    events: told.declined,
  },
  { name: 'more time', before: RUNNING, cause: [['extra-time', { additionalMins: 30 }]], events: [] },
  {
    name: 'handing in a timed exam',
    exam: 'timed',
    before: RUNNING,
    cause: [['submit']],
    events: told.handedIn,
  },
  { name: 'handing in a practice exam', exam: 'practice', before: RUNNING, cause: [['submit']], events: told.handedIn },
];
