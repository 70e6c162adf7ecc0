import type { ReactNode } from 'react';

/** A table wider than a phone: scrolls sideways by itself, also by keyboard, and says what it is. */
export function Wide({ label, className, children }: { label: string; className: string | undefined; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keyboard cannot scroll a table that has no links
    <section className={`wide ${className ?? ''}`} tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
