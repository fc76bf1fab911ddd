import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { MailName, RenderedMail } from '../../emails/index.ts';

/** One email with the values of one sample. */
export interface Preview extends RenderedMail {
  mail: MailName;
  language: string;
  sample: string;
}

/** What there is to show: the emails, or why there are none. */
export type Previews = { previews: Preview[] } | { problem: string };

const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

/** Renders every email × override × language × sample from the files as they are now. */
export async function renderPreviews(): Promise<Previews> {
  const script = join(import.meta.dirname, 'render-previews.ts');
  try {
    const options = { maxBuffer: MAX_OUTPUT_BYTES };
    const { stdout } = await promisify(execFile)(process.execPath, [script], options);
    return { previews: JSON.parse(stdout) as Preview[] };
  } catch (error) {
    return { problem: (error as { stderr?: string }).stderr || String(error) };
  }
}
