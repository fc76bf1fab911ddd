import { z } from 'zod';

/** An `int8`, which the driver gives as a bigint; ids and counts stay far below the safe range. */
export const wholeNumber = z.coerce.number().int();

/** A `timestamptz` in epoch milliseconds. */
export const instant = z.number();

/** A row that may be absent: a statement with this type answers one column. */
export const oneId = z.object({ id: wholeNumber });
