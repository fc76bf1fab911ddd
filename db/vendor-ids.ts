import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { none, rowOf } from './columns.ts';

const vendorIdRow = rowOf({ vendorAttemptId: z.string().nullable() });

/**
 * Notes the vendor's id of an attempt that is being made, so that it is known whatever becomes of who asked. Answers the
 * id that counts, which may be an earlier one; null if there is no such attempt any more.
 */
export async function recordVendorId(db: CommonQueryMethods, attemptCode: string, vendorId: string) {
  const { vendorAttemptId } = await db.one(sql.prepared('record_vendor_id', vendorIdRow)`
    with noted as (
      update attempt set vendor_attempt_id = coalesce(vendor_attempt_id, ${vendorId})
      where attempt_code = ${attemptCode} and registering returning vendor_attempt_id
    )
    select coalesce(
      (select vendor_attempt_id from noted),
      (select external_id from attempt where attempt_code = ${attemptCode} and not registering)
    ) as vendor_attempt_id`);
  return vendorAttemptId;
}

/** Whether an attempt, or one that is being made, has this id at its vendor. */
export async function isVendorIdUsed(db: CommonQueryMethods, vendorId: string): Promise<boolean> {
  return await db.exists(sql.type(none)`
    select 1 where exists (select 1 from attempt where external_id = ${vendorId} and deleted_at is null)
      or exists (select 1 from attempt where registering and vendor_attempt_id = ${vendorId})`);
}
