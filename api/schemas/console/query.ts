import { z } from 'zod';

/** Query parameters of our own routes: one that a route does not know is refused, so that a typo is no wider answer. */
export const query = <Shape extends z.ZodRawShape>(shape: Shape) => z.strictObject(shape);

export const noQuery = query({});
