import type { z } from 'zod';
import { CHECKED_ROWS, nameColumns, rowOf } from './columns.ts';

interface Definition {
  type: string;
  innerType?: z.ZodType;
  element?: z.ZodType;
  shape?: Record<string, z.ZodType>;
}

/** Whether the schema makes another value of the one that it checks. */
function changesValue(schema: z.ZodType): boolean {
  const { type, innerType, element, shape } = schema.def as Definition;
  if (type === 'transform' || type === 'pipe') return true;
  return [innerType, element, ...Object.values(shape ?? {})].some((part) => part !== undefined && changesValue(part));
}

/**
 * As `rowOf`, for the statements that every poll runs. What they answer is proved by the tests and by the first rows in each
 * process; of the others only the columns are named, and the values changed that the shape changes.
 */
export function provedRowOf<Shape extends z.ZodRawShape>(
  shape: Shape,
): { '~standard': z.core.$ZodStandardSchema<z.ZodType<z.output<z.ZodObject<Shape>>>> } {
  const checked = rowOf(shape)['~standard'];
  const changed = (Object.entries(shape) as [string, z.ZodType][]).filter(([, schema]) => changesValue(schema));
  let rows = 0;
  return {
    '~standard': {
      version: 1,
      vendor: checked.vendor,
      validate(row) {
        rows += 1;
        if (rows <= CHECKED_ROWS) return checked.validate(row);
        const value = nameColumns(row);
        for (const [name, schema] of changed) value[name] = schema.parse(value[name]);
        return { value: value as z.output<z.ZodObject<Shape>> };
      },
    },
  };
}
