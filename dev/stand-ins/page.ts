import { escapeHtml } from '../../emails/placeholders.ts';

const STYLE = `
  :root { background: light-dark(#fff, #16181c); color: light-dark(#16181c, #eee); color-scheme: light dark;
    font: 15px/1.45 system-ui, sans-serif }
  a { color: light-dark(#0645ad, #9cc2ff) }
  button, input, select { font: inherit; min-block-size: 1.75rem; min-inline-size: 1.75rem }
  body { margin: 2rem auto; max-width: 75rem; padding: 0 1rem }
  table { border-collapse: collapse; width: 100% }
  th, td { border-bottom: 1px solid #8885; padding: .3rem .6rem .3rem 0; text-align: left; vertical-align: top }
  td { overflow-wrap: anywhere }
  form { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center }
  td form { display: inline-flex; gap: .4rem }
  button[aria-pressed=true] { font-weight: bold }
  pre { white-space: pre-wrap; overflow-wrap: anywhere }
  td pre { margin: 0 }
  input { max-width: 100% }
  nav { display: flex; flex-wrap: wrap; gap: .3rem 1rem; margin-block: 1rem }
  nav a { padding-block: .2rem }
  nav a[aria-current] { font-weight: bold }
  summary { cursor: pointer }
  @media (max-width: 40rem) {
    thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
    tr { display: block; border-bottom: 1px solid #8885; padding-block: .5rem }
    td { display: block; border: 0; padding: .1rem 0 }
    td::before { content: attr(data-title) ': '; font-weight: bold }
  }
  iframe { width: 100%; height: 40rem; border: 1px solid #8885; background: #fff }`;

/** A whole page of a stand-in; `title` is text and `body` is HTML. With `refreshSeconds` it reloads itself that often. */
export function page(title: string, body: string, { refreshSeconds }: { refreshSeconds?: number } = {}): string {
  const refresh = refreshSeconds === undefined ? '' : `<meta http-equiv="refresh" content="${refreshSeconds}">\n`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
${refresh}<title>${escapeHtml(title)}</title>
<style>${STYLE}
</style>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</html>
`;
}

/** A choice; `labels` are shown in place of the values. */
export function select<Value extends string>(
  name: string,
  values: readonly Value[],
  chosen: Value,
  labels: Partial<Record<Value, string>> = {},
): string {
  const options = values.map(
    (value) => `<option value="${value}"${value === chosen ? ' selected' : ''}>${labels[value] ?? value}</option>`,
  );
  return `<select name="${name}">${options.join('')}</select>`;
}

/** The switches that make a stand-in misbehave; `choices` is HTML. */
export function failureForm({ status, delay_ms }: { status: number; delay_ms: number }, choices: string): string {
  return `<form method="post" action="/failure">
${choices}
<label>status <input name="status" type="number" min="400" max="599" value="${status}"></label>
<label>delay in ms <input name="delay_ms" type="number" min="0" value="${delay_ms}"></label>
<button>Set</button>
</form>`;
}
