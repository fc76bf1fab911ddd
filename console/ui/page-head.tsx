import type { ReactNode } from 'react';
import { useTitle } from './title.ts';

/** Heading of a page, with the course that it is about and what can be done on it. */
export function PageHead({ title, course, children }: { title: string; course?: string; children?: ReactNode }) {
  useTitle(title);
  return (
    <header className="page-head">
      <div>
        <h1>{title}</h1>
        {course !== undefined && <p className="quiet small">{course}</p>}
      </div>
      {children !== undefined && <div className="buttons">{children}</div>}
    </header>
  );
}
