import { z } from 'zod';
import { findBulk, type Bulk } from '../../db/bulks.ts';
import type { AppDeps } from '../app-deps.ts';
import { ApiError } from '../errors/api-error.ts';

const inPath = z.object({ bulk_id: z.uuid() });

/** The bulk act in the path. Throws `bulk_not_found`. */
export async function loadBulk({ pool }: Pick<AppDeps, 'pool'>, params: unknown): Promise<Bulk> {
  const { data } = inPath.safeParse(params);
  const bulk = data ? await findBulk(pool, data.bulk_id) : null;
  if (!bulk) throw new ApiError('bulk_not_found');
  return bulk;
}
