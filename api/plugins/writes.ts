const WRITES: readonly string[] = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** Whether a request by this method, or by one of these, changes something. */
export function isWrite(method: string | readonly string[]): boolean {
  return [method].flat().some((each) => WRITES.includes(each));
}
