const NEVER_PAINTED_MS = 200;

/** Until what was just changed is seen; a page that nobody looks at is never painted, and waits no longer than a moment. */
export function untilPainted(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, NEVER_PAINTED_MS);
  });
}

/** Loads a part of the page when that is first shown without it, so that nothing waits for the part. */
export const oncePainted =
  <Part>(load: () => Promise<Part>) =>
  async (): Promise<Part> => {
    await untilPainted();
    return await load();
  };
