import { MailTemplateError } from './template-error.ts';

/** A template cut at its placeholders; each says in which source it stands. */
export type Segment = { literal: string } | { placeholder: string; where: string };

const PLACEHOLDER = /\{\{\s*([a-z_]+(?:\.[a-z_]+)?)\s*\}\}/;

/** Cuts `{{name}}` and `{{group.name}}` out of a source; throws for anything else that begins with `{{`. */
export function parsePlaceholders(source: string, where: string): Segment[] {
  return source.split(PLACEHOLDER).map((part, index) => {
    if (index % 2 === 1) return { placeholder: part, where };
    const broken = part.indexOf('{{');
    if (broken >= 0) {
      throw new MailTemplateError(
        `${where}: "${part.slice(broken, broken + 30)}" is not a placeholder like {{exam_name}}.`,
      );
    }
    return { literal: part };
  });
}

/** Replaces each placeholder by the segments that `resolve` answers for it; undefined keeps it for later. */
export function expandPlaceholders(
  segments: readonly Segment[],
  resolve: (placeholder: string, where: string) => readonly Segment[] | undefined,
): Segment[] {
  return segments.flatMap(
    (segment) => ('placeholder' in segment && resolve(segment.placeholder, segment.where)) || [segment],
  );
}

/** Writes the values in, each through `escape`; in one pass, so a value that looks like a placeholder stays text. */
export function fillPlaceholders(
  segments: readonly Segment[],
  values: ReadonlyMap<string, string>,
  escape: (value: string) => string,
): string {
  return segments
    .map((segment) => ('literal' in segment ? segment.literal : escape(valueOf(segment.placeholder, values))))
    .join('');
}

/** The source again, placeholders included. */
export function toSource(segments: readonly Segment[]): string {
  return segments.map((segment) => ('literal' in segment ? segment.literal : `{{${segment.placeholder}}}`)).join('');
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Safe in element content and in quoted attributes. */
export function escapeHtml(value: string): string {
  return value.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** For the text part. */
export function keepText(value: string): string {
  return value;
}

function valueOf(placeholder: string, values: ReadonlyMap<string, string>): string {
  const value = values.get(placeholder);
  if (value === undefined) throw new MailTemplateError(`{{${placeholder}}} has no value.`);
  return value;
}
