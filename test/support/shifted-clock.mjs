/**
 * Preload (`node --import`) that shifts the wall clock of a process as a wrong clock of its host would: by `ms` of its address,
 * or by what stands in the file of the process's name in its `folder`, which may change at any time.
 */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const LOOK_MS = 100;
const options = new URL(import.meta.url).searchParams;
const folder = options.get('folder');
let shiftMs = Number(options.get('ms'));

function look() {
  try {
    shiftMs = Number(readFileSync(join(folder, basename(process.argv[1] ?? '')), 'utf8'));
  } catch {
    shiftMs = 0;
  }
}
if (folder !== null) {
  look();
  setInterval(look, LOOK_MS).unref();
}

const RealDate = Date;

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(RealDate.now() + shiftMs);
    else super(...parts);
  }
  static now() {
    return RealDate.now() + shiftMs;
  }
};
