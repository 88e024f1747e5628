import type { ReactNode } from 'react';
import classes from './disclosure.module.css';

/** Something that most readers need not see, one click or key away. */
export function Disclosure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <details className={classes.root}>
      <summary>{label}</summary>
      <div className={classes.body}>{children}</div>
    </details>
  );
}
