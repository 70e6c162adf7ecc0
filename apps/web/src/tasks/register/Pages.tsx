import { Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import style from './register.module.css';

/** Which rows of how many, and the neighbours. */
export function Pages({ total, more, size, page, go }: PagesProps) {
  const { t } = useTranslation();
  const last = Math.max(1, Math.ceil(total / size));
  if (last === 1) return null;
  return (
    <nav className={`${style.pages} no-print`} aria-label={t('tasks.pages')}>
      <Button
        variant="default"
        disabled={page <= 1}
        onClick={() => go(page - 1)}
        leftSection={<IconChevronLeft size={16} aria-hidden="true" />}
      >
        {t('tasks.before')}
      </Button>
      <span>
        {t(more ? 'tasks.rangeOfMany' : 'tasks.range', { from: (page - 1) * size + 1, to: Math.min(total, page * size), total })}
      </span>
      <Button
        variant="default"
        disabled={page >= last}
        onClick={() => go(page + 1)}
        rightSection={<IconChevronRight size={16} aria-hidden="true" />}
      >
        {t('tasks.next')}
      </Button>
    </nav>
  );
}

interface PagesProps {
  total: number;
  /** There are more than `total`. */
  more: boolean;
  size: number;
  page: number;
  go: (page: number) => void;
}
