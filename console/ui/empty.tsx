import type { ReactNode } from 'react';

/** Why there is nothing here, and what comes next. */
export function Empty({ title, isPage, children }: { title: string; isPage?: true; children?: ReactNode }) {
  const Title = isPage ? 'h1' : 'p';
  return (
    <div className="empty">
      <Title className="empty-title">{title}</Title>
      {children}
    </div>
  );
}
