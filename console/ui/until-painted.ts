const NEVER_PAINTED_MS = 200;

/** Until what was just changed is seen; a page that nobody looks at is never painted, and waits no longer than a moment. */
export function untilPainted(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, NEVER_PAINTED_MS);
  });
}
