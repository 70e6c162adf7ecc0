import { Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Board } from '../api/answers';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import { Stale } from '../frame/Banners';
import { DataFoot } from '../frame/DataFoot';
import { PageHead } from '../frame/PageHead';
import { usePoint, usePointQuery } from '../frame/point';
import { Empty, Failed, Loading } from '../frame/states';
import { day } from '../language/dates';
import { useMay, useMe } from '../session/Session';
import { Simulated } from '../tasks/parts/marks';
import style from './board.module.css';
import { FourNumbers } from './FourNumbers';
import { OverdueByAgency } from './OverdueByAgency';
import { Requests } from './Requests';
import { Short } from './Short';
import { SilentRounds } from './SilentRounds';

/** Bảng điều hành: the four official numbers, who is late and by how much, what has no date, who is silent, what waits for a decision. */
export function BoardPage() {
  const { t } = useTranslation();
  const { plan } = usePoint();
  const me = useMe();
  const grants = useMay('grant-extensions');
  const board = useRead<Board>(plan ? at('/overdue') : null, usePointQuery());
  return (
    <>
      <PageHead
        title={t('board.title')}
        over={
          <>
            {plan && <span>{plan.title}</span>}
            {me.sample && <Simulated />}
          </>
        }
        lead={board.data ? t('board.lead', { day: day(board.data.asOf) }) : undefined}
        actions={
          <>
            <Button component={Link} to="/reminders" variant="default">
              {t('reminders.link')}
            </Button>
            <Button variant="default" leftSection={<IconPrinter size={17} aria-hidden="true" />} onClick={() => window.print()}>
              {t('tasks.print')}
            </Button>
          </>
        }
      />
      <Stale state={board.data?.freshness?.state} />
      {!plan && <Empty>{t('frame.noPlanYet')}</Empty>}
      {board.isPending && plan && <Loading />}
      {board.error && !board.data && <Failed error={board.error} again={board.refetch} />}
      {board.data && (
        <>
          <FourNumbers four={board.data.totals} />
          <div className={style.columns}>
            <OverdueByAgency rows={board.data.rows} />
            <div className={style.side}>
              {grants && <Requests />}
              <Short
                title={t('board.undated')}
                lead={t('board.undatedLead')}
                rows={board.data.undated}
                total={board.data.undatedTotal}
                none={t('board.noneUndated')}
              />
              {plan && <SilentRounds plan={plan.id} />}
              <Short
                title={t('board.silent')}
                lead={t('board.silentLead', board.data.silence)}
                rows={board.data.silent}
                total={board.data.silentTotal}
                none={t('board.noneSilent')}
              />
            </div>
          </div>
          <DataFoot freshness={board.data.freshness} asOf={board.data.asOf} />
        </>
      )}
    </>
  );
}
