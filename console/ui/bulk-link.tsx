import { Link } from 'wouter';
import { t } from '../words/words.ts';
import { bulkPath } from './addresses.ts';

/** Leads from what was done to one attempt to the act on many that it belongs to, if it does. */
export function BulkLink({ id }: { id: string | null }) {
  if (id === null) return null;
  return (
    <Link href={bulkPath(id)} className="small">
      {t('bulk.link')}
    </Link>
  );
}
