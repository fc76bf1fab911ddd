/** The stream of a topic, with the prefix that the platform has (`EVENT_BUS_TOPIC_PREFIX`). */
export const toStream = (topic: string, prefix: string): string => (prefix === '' ? topic : `${prefix}-${topic}`);
