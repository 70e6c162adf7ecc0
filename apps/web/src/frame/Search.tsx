import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import style from './frame.module.css';

/**
 * Searches the register. Waits for the end of a composition (IBus, Fcitx) and 300 ms, because Unikey on Windows rewrites
 * what was typed with synthetic backspaces and announces no composition at all.
 */
export function Search() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { q = '' } = useSearch({ strict: false }) as { q?: string };
  const [text, setText] = useState(q);
  const composing = useRef(false);
  const wait = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setText(q), [q]);

  function search(value: string, now: boolean) {
    clearTimeout(wait.current);
    const go = () =>
      navigate({
        to: '/tasks',
        search: (before: Record<string, unknown>) => ({
          ...before,
          q: value.normalize('NFC').trim() || undefined,
          page: undefined,
        }),
        replace: !now,
      } as never);
    if (now) void go();
    else if (window.location.pathname === '/tasks') wait.current = setTimeout(go, 300);
  }

  return (
    <search className={style.search}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          search(text, true);
        }}
      >
        <TextInput
          type="search"
          data-search
          aria-label={t('frame.search')}
          placeholder={t('frame.searchHint')}
          leftSection={<IconSearch size={17} stroke={1.7} aria-hidden="true" />}
          rightSection={<kbd className={style.key}>/</kbd>}
          rightSectionPointerEvents="none"
          value={text}
          onCompositionStart={() => {
            composing.current = true;
          }}
          onCompositionEnd={(event) => {
            composing.current = false;
            search(event.currentTarget.value, false);
          }}
          onChange={(event) => {
            setText(event.currentTarget.value);
            if (!composing.current) search(event.currentTarget.value, false);
          }}
        />
      </form>
    </search>
  );
}
