const endings: (() => Promise<unknown>)[] = [];

/** Says what is to be undone when the bench ends, however it ends. */
export function atTheEnd(undo: () => Promise<unknown>): void {
  endings.push(undo);
}

async function undoAll(): Promise<void> {
  for (let undo = endings.pop(); undo; undo = endings.pop()) {
    await undo().catch((error: unknown) => console.error('Not undone:', error));
  }
}

/** Runs a bench, and at its end, or at a signal, undoes everything, the last first. */
export async function runToTheEnd(bench: () => Promise<void>): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void undoAll().then(() => process.exit(130)));
  }
  try {
    await bench();
  } finally {
    await undoAll();
  }
  process.exit();
}
