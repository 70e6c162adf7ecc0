import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconDownload, IconLink, IconPrinter } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskList } from '../../api/answers';
import { useRead } from '../../api/queries';
import { at } from '../../api/routes';
import { Stale } from '../../frame/Banners';
import { DataFoot } from '../../frame/DataFoot';
import { PageHead } from '../../frame/PageHead';
import { usePoint, usePointQuery } from '../../frame/point';
import { Empty, Failed, Loading } from '../../frame/states';
import { useToast } from '../../frame/Toasts';
import { hasNoDocument } from '../../plans/NoDocument';
import { CountsBar } from './CountsBar';
import { exportRegister } from './export';
import { Filters, filterKeys, filterWords, type RegisterSearch, useFilterNames } from './Filters';
import { Pages } from './Pages';
import { RegisterCards } from './RegisterCards';
import { RegisterTable } from './RegisterTable';
import style from './register.module.css';

/** Sổ nhiệm vụ: every task of the plan, the overdue first; what is chosen is in the address. */
export function Register() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/tasks' }) as RegisterSearch;
  const navigate = useNavigate();
  const narrow = useMediaQuery('(max-width: 820px)', window.innerWidth <= 820);
  const toast = useToast();
  const { plan, plansPending } = usePoint();
  const point = usePointQuery();
  const [exporting, setExporting] = useState(false);
  const sort = search.sort ?? 'overdue';
  const query = { ...point, ...search, sort };
  const list = useRead<TaskList>(plan ? at('/tasks') : null, query);

  const choose = (to: RegisterSearch) =>
    void navigate({ to: '/tasks', search: (now: RegisterSearch) => ({ ...now, page: undefined, ...to }) } as never);
  const clear = () => choose(Object.fromEntries(filterKeys.map((key) => [key, undefined])) as never);

  async function download() {
    setExporting(true);
    try {
      const left = await exportRegister(query, t);
      if (left) toast(t('tasks.exportedFirst', { count: left }));
    } catch (error) {
      toast(String(error));
    }
    setExporting(false);
  }

  const filters = filterWords(t, search, useFilterNames());
  const forOverdue = search.cell === 'overdue' || search.status === 'overdue';
  return (
    <>
      <PageHead
        title={t('tasks.title')}
        lead={
          plan
            ? hasNoDocument(plan)
              ? t('tasks.leadNoDocument', { number: plan.number, tasks: plan.counts.tasks })
              : t('tasks.lead', { number: plan.number, items: plan.counts.items, tasks: plan.counts.tasks })
            : undefined
        }
        actions={
          <>
            <Button
              variant="default"
              leftSection={<IconDownload size={17} aria-hidden="true" />}
              onClick={() => void download()}
              loading={exporting}
            >
              {t('tasks.export')}
            </Button>
            <Button variant="default" leftSection={<IconPrinter size={17} aria-hidden="true" />} onClick={() => window.print()}>
              {t('tasks.print')}
            </Button>
            <Button
              variant="default"
              leftSection={<IconLink size={17} aria-hidden="true" />}
              onClick={() => void navigator.clipboard?.writeText(window.location.href).then(() => toast(t('tasks.linkCopied')))}
            >
              {t('tasks.share')}
            </Button>
          </>
        }
      />
      <Stale state={list.data?.freshness?.state} />
      {list.data?.counts && (
        <CountsBar counts={list.data.counts} chosen={search.status} choose={(status) => choose({ status } as never)} />
      )}
      <Filters search={search} choose={choose} sort={sort} />
      {list.data?.more && <p className={style.tooMany}>{t('tasks.tooMany', { count: list.data.total })}</p>}
      {!plan && !plansPending && <Empty>{t('frame.noPlanYet')}</Empty>}
      {list.isPending && plan && <Loading />}
      {list.error && !list.data && <Failed error={list.error} again={list.refetch} />}
      {list.data && list.data.total === 0 && (
        <Empty
          good={forOverdue}
          action={
            filters.length > 0 && (
              <Button variant="default" size="sm" onClick={clear}>
                {t('tasks.clear')}
              </Button>
            )
          }
        >
          {forOverdue ? t('tasks.noneOverdue') : t('tasks.noneFound', { filters: filters.join(' · ') })}
        </Empty>
      )}
      {list.data && list.data.rows.length > 0 && (
        <div className={style.result} data-old={list.isPlaceholderData || undefined}>
          {narrow ? <RegisterCards rows={list.data.rows} sort={sort} /> : <RegisterTable rows={list.data.rows} sort={sort} />}
          <Pages
            total={list.data.total}
            more={list.data.more}
            size={Number(search.size ?? 50)}
            page={Number(search.page ?? 1)}
            go={(page) => choose({ page: String(page) })}
          />
        </div>
      )}
      {list.data && (
        <DataFoot
          freshness={list.data.freshness}
          asOf={list.data.asOf}
          count={t(list.data.more ? 'tasks.manyFoot' : 'tasks.countFoot', { count: list.data.total })}
        />
      )}
    </>
  );
}
