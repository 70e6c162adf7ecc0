import { Button, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Agency, AgencyGroup, Rows } from '../api/answers';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import { PageHead } from '../frame/PageHead';
import { usePoint } from '../frame/point';
import { Empty, Failed, Loading } from '../frame/states';
import { Wide } from '../frame/Wide';
import { day } from '../language/dates';
import { byName, fold } from '../language/fold';
import style from './agencies.module.css';
import { Groups } from './Groups';

/** Agencies by bloc with their other names and their heads; groups with dated membership. On the day of the top bar. */
export function Agencies() {
  const { t } = useTranslation();
  const { asOf } = usePoint();
  const [text, setText] = useState('');
  const agencies = useRead<Rows<Agency>>(at('/agencies'), { on: asOf });
  const groups = useRead<Rows<AgencyGroup>>(at('/agency-groups'), { on: asOf });
  if (agencies.error && !agencies.data) return <Failed error={agencies.error} again={agencies.refetch} />;
  const all = agencies.data?.rows ?? [];
  const rows = all.filter((it) => [it.name, ...it.aliases].some((name) => fold(name).includes(fold(text))));
  const blocs = [...new Set(rows.map((it) => it.bloc ?? ''))].sort((a, b) => Number(a === '') - Number(b === '') || byName(a, b));
  return (
    <>
      <PageHead
        title={t('agencies.title')}
        lead={t('agencies.lead', { count: all.length })}
        actions={
          <Button component={Link} to="/successions" variant="default">
            {t('succession.link')}
          </Button>
        }
      />
      <TextInput
        className={style.find}
        label={t('agencies.find')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        type="search"
      />
      {agencies.isPending && <Loading />}
      {agencies.data && rows.length === 0 && <Empty>{t('agencies.none')}</Empty>}
      {rows.length > 0 && (
        <Wide className={style.scroll} label={t('agencies.title')}>
          <table className={style.table}>
            <caption className="visually-hidden">{t('agencies.title')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('agencies.name')}</th>
                <th scope="col">{t('agencies.kind')}</th>
                <th scope="col">{t('agencies.aliases')}</th>
                <th scope="col">{t('agencies.head')}</th>
                <th scope="col">{t('agencies.source')}</th>
              </tr>
            </thead>
            <tbody>
              {blocs.map((bloc) => (
                <Fragment key={bloc}>
                  <tr className={style.bloc}>
                    <th scope="rowgroup" colSpan={5}>
                      {bloc || t('agencies.noBloc')}
                    </th>
                  </tr>
                  {rows
                    .filter((it) => (it.bloc ?? '') === bloc)
                    .sort((a, b) => byName(a.name, b.name))
                    .map((it) => (
                      <Line key={it.id} agency={it} names={all} />
                    ))}
                </Fragment>
              ))}
            </tbody>
          </table>
        </Wide>
      )}
      {groups.data && <Groups groups={groups.data.rows} agencies={all} />}
    </>
  );
}

function Line({ agency, names }: { agency: Agency; names: Agency[] }) {
  const { t } = useTranslation();
  const parent = agency.parent ? (names.find((it) => it.id === agency.parent)?.name ?? agency.parent) : null;
  return (
    <tr data-row>
      <th scope="row">
        <Link to="/tasks" search={{ agency: agency.id }}>
          {agency.name}
        </Link>
        {parent && <span className={style.under}>{t('agencies.under', { parent })}</span>}
      </th>
      <td>
        {t(`agencies.kinds.${agency.kind}` as 'agencies.noBloc', { defaultValue: agency.kind })}
        {!agency.ratable && <span className={style.under}>{t('scorecards.notRatable')}</span>}
      </td>
      <td className={style.quiet}>{agency.aliases.join('; ') || '—'}</td>
      <td className={style.quiet}>
        {agency.heads.length === 0
          ? '—'
          : agency.heads.map((head) => (
              <span key={`${head.subject}-${head.from}`} className={style.headLine}>
                {head.office} · {day(head.from)} – {head.to ? day(head.to) : t('agencies.now')}
              </span>
            ))}
      </td>
      <td className={style.quiet}>{agency.source || <em>{t('agencies.noSource')}</em>}</td>
    </tr>
  );
}
