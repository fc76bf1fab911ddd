export interface BadLine {
  /** Counted from 1. */
  number: number;
  line: string;
}

/** Reads a list with one id per line. Ignores empty lines and anything after a `#`; returns each id once. */
export function readIds(text: string): { ids: number[]; badLines: BadLine[] } {
  const ids = new Set<number>();
  const badLines: BadLine[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const content = line.replace(/#.*/, '').trim();
    if (content === '') continue;
    if (/^[1-9]\d{0,14}$/.test(content)) ids.add(Number(content));
    else badLines.push({ number: index + 1, line: line.trim() });
  }
  return { ids: [...ids], badLines };
}
