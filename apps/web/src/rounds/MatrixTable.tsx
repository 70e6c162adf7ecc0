import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import { DataFoot } from '../frame/DataFoot';
import { usePoint } from '../frame/point';
import { Failed, Loading } from '../frame/states';
import { Wide } from '../frame/Wide';
import { day } from '../language/dates';
import { percent } from '../language/numbers';
import type { Matrix, MatrixRow, RoundLine } from './answers';
import style from './rounds.module.css';
import { Legend, StandingTag } from './StandingTag';

/** Agencies by rounds, bloc by bloc: on time, late by how much, not received, returned, exempt; each cell opens its report. */
export function MatrixTable({ plan }: { plan: string }) {
  const { t } = useTranslation();
  const { asOf, knownOn } = usePoint();
  const matrix = useRead<Matrix>(at('/round-matrix/{plan}', plan), { asOf, knownOn });
  if (matrix.isPending) return <Loading />;
  if (!matrix.data) return <Failed error={matrix.error} again={matrix.refetch} />;
  const { rounds, rows } = matrix.data;
  const blocs = [...new Set(rows.map((it) => it.agency.bloc))].sort((a, b) =>
    a === null ? 1 : b === null ? -1 : a.localeCompare(b, 'vi'),
  );
  return (
    <>
      <Legend />
      <Wide className={style.scroll} label={t('rounds.views.matrix')}>
        <table className={style.matrix}>
          <caption className="visually-hidden">{t('rounds.matrixCaption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('rounds.columns.agency')}</th>
              {rounds.map((it) => (
                <th key={it.round} scope="col">
                  <Link to="/rounds/$plan/$round" params={{ plan, round: it.round }} title={it.title}>
                    {it.round}
                  </Link>
                  <span>{t('rounds.closes', { day: day(it.closesOn) })}</span>
                </th>
              ))}
              <th scope="col">{t('rounds.columns.onTime')}</th>
              <th scope="col">{t('rounds.columns.owing')}</th>
            </tr>
          </thead>
          {blocs.map((bloc) => (
            <tbody key={bloc ?? ''}>
              <tr className={style.bloc}>
                <th scope="rowgroup" colSpan={rounds.length + 3}>
                  {bloc ?? t('rounds.noBloc')}
                </th>
              </tr>
              {rows
                .filter((it) => it.agency.bloc === bloc)
                .map((it) => (
                  <Line key={it.agency.id} row={it} rounds={rounds} />
                ))}
            </tbody>
          ))}
          <tfoot>
            <tr>
              <th scope="row">{t('rounds.received')}</th>
              {rounds.map((it) => (
                <td key={it.round}>{t('rounds.ratio', { ...it.rates.received })}</td>
              ))}
              <td />
              <td>{rows.reduce((sum, it) => sum + it.owing, 0)}</td>
            </tr>
          </tfoot>
        </table>
      </Wide>
      <DataFoot freshness={matrix.data.freshness} asOf={matrix.data.asOf} />
    </>
  );
}

function Line({ row, rounds }: { row: MatrixRow; rounds: RoundLine[] }) {
  const { t } = useTranslation();
  const { onTime } = row;
  return (
    <tr data-row>
      <th scope="row">{row.agency.name}</th>
      {rounds.map(({ plan, round }, i) => {
        const cell = row.cells[i];
        return (
          <td key={round} data-cell={cell?.standing ?? 'none'}>
            {cell ? (
              <Link to="/rounds/$plan/$round/$agency" params={{ plan, round, agency: row.agency.id }}>
                <StandingTag of={cell} owing={cell.owing} />
              </Link>
            ) : (
              <span className="visually-hidden">{t('rounds.notExpected')}</span>
            )}
          </td>
        );
      })}
      <td className={style.num}>
        {onTime.percent === null ? '—' : percent(onTime.percent)}
        <span className={style.under}>{onTime.percent !== null && t('rounds.ratio', { ...onTime })}</span>
      </td>
      <td className={style.num} data-grave={row.owing > 0 || undefined}>
        {row.owing}
      </td>
    </tr>
  );
}
