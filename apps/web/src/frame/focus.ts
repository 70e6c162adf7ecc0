import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

const headings = 'h1, h2, h3, h4';
const controls = 'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled)';
const isNowhere = () => document.activeElement === null || document.activeElement === document.body;

/** Headings and places take the focus when it is given to them, not by the Tab key. Nothing scrolls. */
export function give(to: HTMLElement): void {
  if (!to.matches(controls) && !to.hasAttribute('tabindex')) to.tabIndex = -1;
  to.focus({ preventScroll: true });
}

/** Where reading goes on when something was taken away: what came in its place, else what it stood in. */
function nextOf(place: Element, came: readonly HTMLElement[]): HTMLElement {
  const there = came.filter((it) => it.isConnected);
  const first = (what: string) =>
    there.map((it) => (it.matches(what) ? it : it.querySelector<HTMLElement>(what))).find((it) => it != null);
  const round = place.closest<HTMLElement>('section, form, li, article, dialog, main');
  const said = round?.matches('main') ? null : round?.querySelector<HTMLElement>(headings);
  return first(headings) ?? said ?? first(controls) ?? there[0] ?? round ?? document.body;
}

/**
 * Who works with keys or listens keeps the place. A button that opened a form, a form that was sent or given up, a row that was
 * settled away: the browser then leaves the focus nowhere, and Tab would begin at the top of the page again.
 */
function keepFocusIn(main: HTMLElement): () => void {
  let held: HTMLElement | null = null;
  let gone: { place: Element; came: HTMLElement[] } | null = null;
  const hold = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLElement) || !main.contains(target)) return;
    held = target;
    gone = null;
  };
  // Let go on purpose (a click on plain text) it is not brought back; by a button that waits for its answer it is.
  const release = ({ target }: FocusEvent) =>
    setTimeout(() => {
      if (held === target && isNowhere() && held?.isConnected && !held.matches(':disabled')) held = null;
    });
  const look = new MutationObserver((changes) => {
    if (held === null) return;
    for (const { target, removedNodes } of changes)
      if (target instanceof Element && main.contains(target) && [...removedNodes].some((it) => it.contains(held)))
        gone = { place: target, came: [] };
    for (const { target, addedNodes } of changes)
      if (target === gone?.place) gone.came.push(...[...addedNodes].filter((it) => it instanceof HTMLElement));
    if (gone) requestAnimationFrame(restore);
  });
  const restore = () => {
    if (!gone || !isNowhere() || held?.isConnected !== false || document.querySelector('dialog[open]')) return;
    const next = nextOf(gone.place, gone.came);
    give(next);
    next.scrollIntoView({ block: 'nearest' });
  };
  document.addEventListener('focusin', hold);
  document.addEventListener('focusout', release);
  look.observe(document.body, { childList: true, subtree: true });
  return () => {
    document.removeEventListener('focusin', hold);
    document.removeEventListener('focusout', release);
    look.disconnect();
  };
}

/** Keeps the focus inside the page, and on another page begins at its heading, as a newly opened document would. */
export function useFocus() {
  const main = useRef<HTMLElement>(null);
  const here = useRouterState({ select: (it) => it.resolvedLocation?.pathname });
  const before = useRef(here);
  useEffect(() => (main.current ? keepFocusIn(main.current) : undefined), []);
  useEffect(() => {
    const came = before.current !== undefined && before.current !== here && !['/', '/start'].includes(before.current);
    before.current = here;
    // Who is still typing words to search for goes on typing.
    if (!came || document.activeElement?.closest('search')) return;
    give(main.current?.querySelector<HTMLElement>('h1') ?? main.current ?? document.body);
  }, [here]);
  return main;
}
