import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { Rows } from '../api/answers';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import { Empty, Failed, Loading } from '../frame/states';
import { Wide } from '../frame/Wide';
import { columnsOf, type PlanRow, type RowsPart, textAt } from './columns';
import style from './plans.module.css';

/** One appendix, its rows under their printed headings, every cell verbatim. */
export function PlanRows({ plan, part }: { plan: string; part: RowsPart }) {
  const { t } = useTranslation();
  const answer = useRead<Rows<PlanRow>>(at(`/plans/{plan}/${part}`, plan), {}, { fresh: true });
  if (answer.isPending) return <Loading />;
  if (answer.error) return <Failed error={answer.error} again={answer.refetch} />;
  const rows = answer.data.rows;
  if (rows.length === 0) return <Empty>{t('plans.emptyPart')}</Empty>;
  const columns = columnsOf[part];
  let section = '';
  return (
    <Wide className={style.scroll} label={t(`plans.parts.${part}`)}>
      <table className={style.table}>
        <caption className="visually-hidden">{t(`plans.parts.${part}`)}</caption>
        <thead>
          <tr>
            <th scope="col">{t('tasks.code')}</th>
            {columns.map((column) => (
              <th key={column.label} scope="col" className={column.number ? style.num : undefined}>
                {t(`plans.columns.${column.label}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const heading = `${textAt(row, ['section'])}. ${textAt(row, ['sectionTitle'])}`;
            const fresh = heading !== section;
            section = heading;
            const code = textAt(row, ['code']);
            return (
              <Fragment key={code}>
                {fresh && (
                  <tr className={style.section}>
                    <th scope="rowgroup" colSpan={columns.length + 1}>
                      {heading}
                    </th>
                  </tr>
                )}
                <tr>
                  <td className={style.code}>{code}</td>
                  {columns.map((column) => (
                    <td key={column.label} className={column.number ? style.num : undefined}>
                      {textAt(row, column.keys) || <span className={style.blank}>{t('plans.blank')}</span>}
                    </td>
                  ))}
                </tr>
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </Wide>
  );
}
