import { Link } from 'wouter';
import { Empty } from '../ui/empty.tsx';
import { t } from '../words/words.ts';

export default function NotFoundPage() {
  return (
    <Empty isPage title={t('not_found.title')}>
      <Link href="/">{t('not_found.back')}</Link>
    </Empty>
  );
}
