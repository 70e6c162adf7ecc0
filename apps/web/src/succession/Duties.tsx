import { useTranslation } from 'react-i18next';
import { at } from '../api/routes';
import { Wide } from '../frame/Wide';
import { said } from '../language';
import type { SuccessionView } from './answers';
import { useSending } from './sending';
import style from './succession.module.css';

/** One line a duty; each may be given a successor of its own. */
export function Duties({ of: it, arranges }: { of: SuccessionView; arranges: boolean }) {
  const { t } = useTranslation();
  const { send, refusal, busy } = useSending();
  const direct = (kind: string, id: string, to: string) =>
    void send(at('/successions/{succession}/directions', it.succession), { duties: [{ kind, id }], to });
  return (
    <>
      {refusal && (
        <p role="alert" className={style.refusal}>
          {refusal}
        </p>
      )}
      <Wide className={style.scroll} label={t('succession.duties')}>
        <table className={style.table}>
          <caption className="visually-hidden">{t('succession.duties')}</caption>
          <thead>
            <tr>
              {(['duty', 'from', 'state', 'to'] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`succession.columns.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {it.duties.map((duty) => (
              <tr key={`${duty.kind} ${duty.id}`} data-row data-orphaned={duty.orphaned || undefined}>
                <th scope="row">
                  <span className={style.code}>
                    {said(it.kinds[duty.kind] ?? { vi: duty.kind, en: duty.kind })} · {duty.id}
                  </span>
                  {duty.title}
                </th>
                <td>{duty.from.name}</td>
                <td>
                  {said(duty.state)}
                  {duty.lateDays > 0 && (
                    <em className={style.inherited}>{t('succession.inherited', { count: duty.lateDays })}</em>
                  )}
                </td>
                <td>
                  {arranges && it.to.length > 0 ? (
                    <select
                      aria-label={t('succession.choose', { duty: duty.id })}
                      value={duty.to?.id ?? ''}
                      disabled={busy}
                      onChange={(event) => event.currentTarget.value && direct(duty.kind, duty.id, event.currentTarget.value)}
                    >
                      <option value="">{t('succession.chooseNone')}</option>
                      {it.to.map((body) => (
                        <option key={body.id} value={body.id}>
                          {body.name}
                        </option>
                      ))}
                    </select>
                  ) : (
                    (duty.to?.name ?? '—')
                  )}
                  {duty.orphaned && (
                    <span className={style.under}>
                      {duty.proposed ? t('succession.proposed', { name: duty.proposed.name }) : t('succession.orphaned')}
                    </span>
                  )}
                  {duty.parked !== null && <span className={style.under}>{t('succession.parked', { reason: duty.parked })}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </>
  );
}
