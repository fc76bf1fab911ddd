/** The service's clock, as far as the last answer told; epoch milliseconds. */
let offset = 0;

/** Takes the service's time from an answer that has just arrived. */
export function setServerTime(serverTime: number, localTime = Date.now()): void {
  offset = serverTime - localTime;
}

/** The service's time now. */
export function serverNow(): number {
  return Date.now() + offset;
}
