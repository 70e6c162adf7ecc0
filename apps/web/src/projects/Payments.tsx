import { useTranslation } from 'react-i18next';
import type { ProjectView } from '../api/tables';
import { Empty } from '../frame/states';
import { Wide } from '../frame/Wide';
import { day } from '../language/dates';
import { exact } from '../language/numbers';
import own from '../targets/targets.module.css';

/** Every payment as a table, newest first; one that was withdrawn stays, with its reason. */
export function Payments({ it, unit, withdraw, past }: PaymentsProps) {
  const { t } = useTranslation();
  const mayWithdraw = it.may.includes('withdraw-disbursement') && !past;
  return (
    <section className={own.box}>
      <h2>{t('projects.payments')}</h2>
      {it.payments.length === 0 ? (
        <Empty>{t('projects.noPayments')}</Empty>
      ) : (
        <Wide className={own.inner} label={t('projects.payments')}>
          <table className={own.small}>
            <thead>
              <tr>
                <th scope="col">{t('projects.fields.paidOn')}</th>
                <th scope="col" className={own.num}>
                  {t('projects.fields.amount')} ({unit})
                </th>
                <th scope="col">{t('projects.columns.basis')}</th>
              </tr>
            </thead>
            <tbody>
              {it.payments.map((one) => (
                <tr key={one.disbursement} data-payment>
                  <td>{day(one.paidOn)}</td>
                  <td className={own.num}>
                    <span data-withdrawn={one.withdrawn ? true : undefined}>{exact(one.amount)}</span>
                  </td>
                  <td>
                    {one.document?.number ?? '—'}
                    {one.note && <span className={own.note}> {one.note}</span>}
                    {one.withdrawn && (
                      <span className={own.note}> {t('targets.withdrawn', { reason: one.withdrawn.reason })}</span>
                    )}
                    {mayWithdraw && !one.withdrawn && (
                      <div>
                        <button type="button" className={own.undo} onClick={() => withdraw(one.disbursement)}>
                          {t('projects.forms.withdraw-disbursement.title')}
                        </button>
                      </div>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      )}
      {it.acceptances.map((one) => (
        <p key={`${one.on}${one.acceptedOn}`} data-withdrawn={one.withdrawn ? true : undefined}>
          {t('projects.acceptedBy', { day: day(one.acceptedOn), document: one.document?.number ?? '' })}
          {one.withdrawn && <span className={own.note}> {t('targets.withdrawn', { reason: one.withdrawn.reason })}</span>}
        </p>
      ))}
    </section>
  );
}

interface PaymentsProps {
  it: ProjectView;
  unit: string;
  withdraw: (disbursement: string) => void;
  past: boolean;
}
