import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import style from './frame.module.css';
import { usePlaces } from './places';
import { Sheet } from './Sheet';

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** Moves among the rows of a page: every element marked data-row, in reading order. */
function step(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')].filter((row) => row.offsetParent !== null);
  if (rows.length === 0) return;
  const at = rows.findIndex((row) => row === document.activeElement || row.contains(document.activeElement));
  const next = rows[at === -1 ? (by === 1 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))];
  const focusable = next?.matches('a,button') ? next : next?.querySelector<HTMLElement>('a,button');
  focusable?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

/** `/` search · g then a letter · j and k · ? help. Silent while a field has the focus or an input method is composing. */
export function Keys() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const places = usePlaces();
  const [help, setHelp] = useState(false);
  useEffect(() => {
    let going = 0;
    const press = (event: KeyboardEvent) => {
      if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
      if (typing(event.target) || document.querySelector('dialog[open]')) return;
      const there = Date.now() - going < 1500 ? places.find((it) => it.letter === event.key) : undefined;
      going = 0;
      if (there) void navigate({ to: there.to });
      else if (event.key === 'g') going = Date.now();
      else if (event.key === 'j') step(1);
      else if (event.key === 'k') step(-1);
      else if (event.key === '?') setHelp(true);
      else if (event.key === '/') document.querySelector<HTMLInputElement>('input[data-search], [data-search] input')?.focus();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [places, navigate]);
  const lines: [string, string][] = [
    ['/', t('keys.search')],
    ['j  k', t('keys.rows')],
    ['Enter', t('keys.open')],
    ...places.map((it): [string, string] => [`g  ${it.letter}`, t(`frame.places.${it.place}`)]),
    ['?', t('keys.help')],
  ];
  return (
    <Sheet open={help} close={() => setHelp(false)} title={t('keys.title')}>
      <dl className={style.keys}>
        {lines.map(([keys, words]) => (
          <div key={keys}>
            <dt>
              {keys.split('  ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <p className={style.keysNote}>{t('keys.note')}</p>
    </Sheet>
  );
}
