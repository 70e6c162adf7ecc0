import { Button, Skeleton } from '@mantine/core';
import { IconAlertCircle, IconCircleCheck, IconLock, IconNotesOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Refused } from '../api/problem';
import style from './states.module.css';

/** Rows to come, in the shape of rows. Never a spinner over a table. */
export function Loading({ rows = 8 }: { rows?: number }) {
  const { t } = useTranslation();
  return (
    <div className={style.loading} aria-busy="true">
      <p className="visually-hidden" role="status">
        {t('frame.loading')}
      </p>
      {Array.from({ length: rows }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows without identity
        <Skeleton key={i} height={i === 0 ? 22 : 40} width={i === 0 ? '32%' : '100%'} radius="sm" />
      ))}
    </div>
  );
}

/** A plain sentence, the code to quote, and a way to try again; forbidden says whom to ask. */
export function Failed({ error, again }: { error: unknown; again?: () => unknown }) {
  const { t } = useTranslation();
  const problem = error instanceof Refused ? error.problem : null;
  const forbidden = problem?.status === 403;
  const Icon = forbidden ? IconLock : IconAlertCircle;
  return (
    <div className={style.failed} role="alert" data-forbidden={forbidden || undefined}>
      <Icon size={26} stroke={1.5} aria-hidden="true" />
      <div>
        <p className={style.failedTitle}>{forbidden ? t('frame.forbidden') : t('frame.failed')}</p>
        <p>{problem?.detail ?? String(error)}</p>
        {forbidden && <p>{t('frame.forbiddenHelp')}</p>}
        {problem && (
          <p className={style.code}>
            {t('frame.problemCode')} <code>{problem.code}</code>
            {problem.correlationId && (
              <>
                {' · '}
                <code>{problem.correlationId}</code>
              </>
            )}
          </p>
        )}
        {again && !forbidden && (
          <Button variant="default" size="sm" onClick={() => void again()}>
            {t('frame.again')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** Empty is not zero: `good` says that nothing is wrong, the other that nothing is known. */
export function Empty({ good, children, action }: { good?: boolean; children: ReactNode; action?: ReactNode }) {
  const Icon = good ? IconCircleCheck : IconNotesOff;
  return (
    <div className={style.empty} data-good={good || undefined}>
      <Icon size={22} stroke={1.6} aria-hidden="true" />
      <div>{children}</div>
      {action}
    </div>
  );
}
