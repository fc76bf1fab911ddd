import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { staffNotes } from '../schemas/console/notes.ts';
import type { staffTimelineSchema, timelineSchema } from '../schemas/timeline.ts';
import { html, Html } from './html.ts';
import type { Words } from './words.ts';

type Timeline = z.output<typeof timelineSchema>;
type StaffTimeline = z.output<typeof staffTimelineSchema>;
type Notes = z.output<typeof staffNotes>['notes'];

/** What a report is made of besides the timeline. */
export interface ReportFrame {
  words: Words;
  zone: string;
  /** Epoch milliseconds. */
  madeAt: number;
  /** Names of staff are in their own version only. */
  madeBy: string | null;
  /** Full name where it is known, and user name. */
  learner: string;
  exam: string;
  course: string;
  /** Those of the course's team; null in the version for the learner, who is not told of them. */
  notes: Notes | null;
}

const STYLE = `
@page { size: A4; margin: 18mm; @bottom-right { content: counter(page) " / " counter(pages); } }
:root { color-scheme: light; font: 11pt/1.45 system-ui, sans-serif; }
body { max-width: 180mm; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.5rem; } dt { color: #555; } dd { margin: 0; }
table { width: 100%; border-collapse: collapse; } th, td { text-align: start; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #ccc; }
th { font-weight: 600; } tr { break-inside: avoid; } td:first-child { white-space: nowrap; }
.small { font-size: .85rem; color: #555; overflow-wrap: anywhere; } pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: .75rem; }
`;

/** To the letter what the policy allows, so nothing may be written around it. */
const STYLE_ELEMENT = new Html(`<style>${STYLE}</style>`);

/** What a browser may do with a report: show its own style, and nothing else. */
export const REPORT_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; frame-ancestors 'none'`;

const isOfStaff = (timeline: Timeline | StaffTimeline): timeline is StaffTimeline => 'effects' in timeline;

function table(
  titles: readonly string[],
  rows: readonly (readonly (Html | string | number | null)[])[],
  none: string,
): Html {
  if (rows.length === 0) return html`<p>${none}</p>`;
  const head = titles.map((title) => html`<th scope="col">${title}</th>`);
  const body = rows.map(
    (cells) =>
      html`<tr>
        ${cells.map((cell) => html`<td>${cell}</td>`)}
      </tr>`,
  );
  return html`<table>
    <thead>
      <tr>
        ${head}
      </tr>
    </thead>
    <tbody>
      ${body}
    </tbody>
  </table>`;
}

const padded = (value: number) => String(value).padStart(2, '0');

/** Hours, minutes and seconds. */
function duration(seconds: number | null): string {
  if (seconds === null) return '';
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 3600)}:${padded(Math.floor(whole / 60) % 60)}:${padded(whole % 60)}`;
}

/**
 * The timeline as one file for an appeal, without script and without anything from elsewhere. It holds the data that it
 * shows, with their hash, so that it can be checked later.
 */
export function reportOf(timeline: Timeline | StaffTimeline, frame: ReportFrame): string {
  const { words, zone, madeAt, madeBy, notes } = frame;
  const clock = new Intl.DateTimeFormat(words.language, { timeZone: zone, dateStyle: 'medium', timeStyle: 'medium' });
  const time = (at: string | null) =>
    at === null ? null : html`<time datetime="${at}">${clock.format(Date.parse(at))}</time>`;
  const data = JSON.stringify(notes === null ? timeline : { ...timeline, notes });
  const hash = createHash('sha256').update(data).digest('hex');
  const { of, named } = words;

  const steps = isOfStaff(timeline)
    ? timeline.steps.map((step) => [
        time(step.at),
        `${named('event', step.event)}${step.minutes === null ? '' : ` +${step.minutes} ${of('minutes')}`} (${step.from ?? '–'} → ${step.to})`,
        [named('by', step.caused_by), step.actor_name ?? step.actor].filter(Boolean).join(': '),
        step.reason,
        duration(step.time_remaining_seconds),
      ])
    : timeline.steps.map((step) => [
        time(step.at),
        `${named('event', step.event)} (${step.from ?? '–'} → ${step.to})`,
        named('by', step.caused_by),
        duration(step.time_remaining_seconds),
      ]);
  const titles = isOfStaff(timeline)
    ? [of('at'), of('what'), of('who'), of('why'), of('left')]
    : [of('at'), of('what'), of('who'), of('left')];
  const gaps = timeline.connection_gaps.map((gap) => [
    time(gap.from),
    time(gap.to) ?? of('lasts'),
    duration(gap.seconds),
    duration(gap.service_outage_seconds),
  ]);
  const pauses = timeline.pauses.map((pause) => [time(pause.from), time(pause.to) ?? of('lasts')]);
  const effects = isOfStaff(timeline)
    ? html`<h2>${of('effects')}</h2>
        ${table(
          [of('at'), of('what'), of('outcome'), of('tries')],
          timeline.effects.map((effect) => [
            time(effect.planned_at),
            named('effect', effect.kind),
            `${named('outcome', effect.outcome)}${effect.possibly_delivered_twice ? `, ${of('twice')}` : ''}`,
            effect.tries.length,
          ]),
          of('none'),
        )}`
    : null;
  const written =
    notes &&
    html`<h2>${of('notes')}</h2>
      ${table(
        [of('at'), of('what'), of('who'), of('text')],
        notes.map((note) => [
          time(note.at),
          [named('note', note.kind), named('category', note.category)].join(', '),
          note.by_name || note.by,
          note.text,
        ]),
        of('none'),
      )}`;
  const made = new Date(madeAt).toISOString();

  return html`<!doctype html>
    <html lang="${words.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${of('title')} ${timeline.attempt_id}</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        <h1>${of('title')}</h1>
        <p>
          ${of('zone')} <strong>${zone}</strong>. ${of('made')}
          ${time(made)}${madeBy === null ? '' : ` ${of('made_by')} ${madeBy}`}.
        </p>
        <dl>
          <dt>${of('learner')}</dt>
          <dd>${frame.learner}</dd>
          <dt>${of('exam')}</dt>
          <dd>${frame.exam}</dd>
          <dt>${of('course')}</dt>
          <dd>${frame.course}</dd>
          <dt>${of('attempt')}</dt>
          <dd>${timeline.attempt_id}</dd>
          <dt>${of('status')}</dt>
          <dd>${timeline.status}</dd>
          <dt>${of('started')}</dt>
          <dd>${time(timeline.started_at) ?? '–'}</dd>
          <dt>${of('ends')}</dt>
          <dd>${time(timeline.ends_at) ?? '–'}</dd>
          <dt>${of('completed')}</dt>
          <dd>${time(timeline.completed_at) ?? '–'}</dd>
        </dl>
        <h2>${of('steps')}</h2>
        ${table(titles, steps, of('none'))}
        <h2>${of('pauses')}</h2>
        ${table([of('from'), of('to')], pauses, of('none'))}
        <h2>${of('connection')}</h2>
        ${table([of('from'), of('to'), of('length'), of('ours')], gaps, of('none'))} ${effects} ${written}
        <h2>${of('data')}</h2>
        <p class="small">${of('hash')}: <code>${hash}</code></p>
        <details>
          <summary>JSON</summary>
          <pre id="data">${data}</pre>
        </details>
      </body>
    </html> `.text;
}
