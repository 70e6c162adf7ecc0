import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Freshness } from '../api/answers';
import { useMe } from '../session/Session';
import { Simulated } from '../tasks/parts/marks';
import { Stale } from './Banners';
import { DataFoot } from './DataFoot';
import { PageHead } from './PageHead';
import { usePoint } from './point';
import { Empty, Failed, Loading } from './states';

/** A page that lists what the chosen plan has: its head, what is said while there is nothing to show, and how new it is. */
export function Listing({ title, lead, list, none, count, children }: ListingProps) {
  const { t } = useTranslation();
  const me = useMe();
  const { plan } = usePoint();
  const { data } = list;
  return (
    <>
      <PageHead
        title={title}
        over={
          <>
            {plan && <span>{plan.number}</span>}
            {me.sample && <Simulated />}
          </>
        }
        lead={lead}
      />
      <Stale state={data?.freshness.state} />
      {!plan && <Empty>{t('frame.noPlanYet')}</Empty>}
      {plan && list.isPending && <Loading />}
      {list.error && !data && <Failed error={list.error} again={list.refetch} />}
      {data && data.rows.length === 0 && none}
      {data && data.rows.length > 0 && children}
      {data && <DataFoot freshness={data.freshness} asOf={data.asOf} {...(count ? { count } : {})} />}
    </>
  );
}

interface ListingProps {
  title: string;
  lead?: ReactNode;
  list: {
    data: { rows: readonly unknown[]; freshness: Freshness; asOf: string } | undefined;
    error: unknown;
    isPending: boolean;
    refetch: () => unknown;
  };
  none: ReactNode;
  count?: string | undefined;
  children: ReactNode;
}
