import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { Html, html } from '../report/html.ts';

const SUBMIT = 'document.forms[0].submit();';
const STYLE =
  'body{font:18px/1.5 system-ui,sans-serif;max-width:34em;margin:4em auto;padding:0 1em}button{font:inherit}';

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

// Whole, since a space more would change what the policy lets run.
const STYLE_ELEMENT = new Html(`<style>${STYLE}</style>`);
const SUBMIT_ELEMENT = new Html(`<script>${SUBMIT}</script>`);

/** Forms of ours lead to the tool, and on from there; nothing else may be run or shown. */
const POLICY = [
  "default-src 'none'",
  "base-uri 'none'",
  'form-action http: https:',
  "frame-ancestors 'none'",
  `script-src ${hashOf(SUBMIT)}`,
  `style-src ${hashOf(STYLE)}`,
].join(';');

/** How long the learner may read that they are ready before the exam is shown. */
const REFRESH_SECONDS = 2;

/** Answers with a page for browsers, which nobody keeps. */
export function sendPage(reply: FastifyReply, { text }: Html): FastifyReply {
  return reply
    .header('content-security-policy', POLICY)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(text);
}

function page(body: Html, refreshTo: string | null = null): Html {
  const refresh =
    refreshTo === null ? null : html`<meta http-equiv="refresh" content="${REFRESH_SECONDS};url='${refreshTo}'" />`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>Proctoring</title>
        ${refresh} ${STYLE_ELEMENT}
      </head>
      <body>
        ${body}
      </body>
    </html>`;
}

/** A form that posts itself, and has a button where scripts are off. */
export function formPage(action: string, fields: Record<string, string>): Html {
  const inputs = Object.entries(fields).map(
    ([name, value]) => html`<input name="${name}" value="${value}" type="hidden" />`,
  );
  return page(
    html`<h1>Going to the proctoring tool …</h1>
      <form method="post" action="${action}">
        ${inputs}<noscript><button>Go on</button></noscript>
      </form>
      ${SUBMIT_ELEMENT}`,
  );
}

/** The setup is done, and the exam follows. */
export function readyPage(examAddress: string): Html {
  return page(
    html`<h1>You are ready</h1>
      <p>Your exam opens in a moment. <a href="${examAddress}">Go to your exam</a></p>`,
    examAddress,
  );
}

/** Something was refused; says what to do. */
export function refusalPage(sentence: string): Html {
  return page(
    html`<h1>That did not work</h1>
      <p>${sentence}</p>`,
  );
}

/** What the browser extension of one tool looks for while an exam runs. */
export function browserLockPage(): Html {
  return page(
    html`<h1>Exam in progress</h1>
      <p>The proctoring tool watches this page. Keep it open.</p>`,
  );
}
