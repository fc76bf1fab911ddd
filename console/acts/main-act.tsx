import { lazy, Suspense } from 'react';
import type { Row } from '../api/shapes.ts';
import { oncePainted } from '../ui/until-painted.ts';

const Button = lazy(oncePainted(() => import('./main-act-button.tsx')));

/** A button for what an attempt asks for most, if the person may do it. */
export function MainAct({ row }: { row: Row }) {
  return (
    <Suspense fallback={null}>
      <Button row={row} />
    </Suspense>
  );
}
