import { IconAlertOctagon, IconInfoCircle, IconQuestionMark } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAgencyName } from '../agencies/useAgencyName';
import type { Finding } from '../api/answers';
import { said } from '../language';
import { day } from '../language/dates';
import style from './plans.module.css';
import { Settle } from './Settle';

const severities = [
  ['blocking', IconAlertOctagon],
  ['decision', IconQuestionMark],
  ['notice', IconInfoCircle],
] as const;

/** Findings under their severity: the printed words, where they stand, the proposed reading, and what was ruled. */
export function FindingList({ findings, plan }: { findings: Finding[]; plan: string | null }) {
  const { t } = useTranslation();
  return (
    <>
      {severities.map(([severity, Icon]) => {
        const rows = findings.filter((it) => it.severity === severity);
        return (
          rows.length > 0 && (
            <section key={severity} className={style.severity} data-severity={severity}>
              <h2>
                <Icon size={19} aria-hidden="true" />
                {t(`plans.severities.${severity}`)} <span>{rows.length}</span>
              </h2>
              <p className={style.severityLead}>{t(`plans.severityLead.${severity}`)}</p>
              <ul>
                {rows.map((it) => (
                  <FindingItem key={it.id} finding={it} plan={plan} />
                ))}
              </ul>
            </section>
          )
        );
      })}
    </>
  );
}

/** A reading that is a list of agencies, by their names; any other reading as it is. */
function namesIn(reading: string, nameOf: (id: string) => string): string {
  const ids = reading.split(', ');
  const names = ids.map(nameOf);
  return names.every((name, n) => name !== ids[n]) ? names.join('; ') : reading;
}

function FindingItem({ finding, plan }: { finding: Finding; plan: string | null }) {
  const { t } = useTranslation();
  const nameOf = useAgencyName();
  const where = [
    finding.item ?? (finding.appendix && t('plans.appendix', { appendix: finding.appendix })),
    finding.line !== null && finding.line !== undefined && t('plans.line', { line: finding.line }),
  ].filter(Boolean);
  return (
    <li className={style.finding} data-settled={finding.settled !== null || undefined} data-finding={finding.code}>
      <div>
        <p className={style.where}>{where.join(' · ')}</p>
        <p className={style.says}>{said(finding)}</p>
        {(finding.printed !== null || finding.proposed) && (
          <dl className={style.readings}>
            {finding.printed !== null && (
              <div>
                <dt>{t('plans.printed')}</dt>
                <dd>{finding.printed === '' ? <em>{t('plans.blank')}</em> : <q>{finding.printed}</q>}</dd>
              </div>
            )}
            {finding.proposed && (
              <div>
                <dt>{t('plans.proposed')}</dt>
                <dd>{namesIn(finding.proposed, nameOf)}</dd>
              </div>
            )}
          </dl>
        )}
        {finding.settled && (
          <p className={style.settled}>
            {t('plans.settled', {
              choice: t(`plans.choices.${finding.settled.choice}`),
              day: day(finding.settled.on),
              by: finding.settled.by,
            })}
            {finding.settled.choice === 'change' &&
              finding.settled.value &&
              ` · ${t('plans.readAs', { value: finding.settled.value })}`}
            {finding.settled.note && ` “${finding.settled.note}”`}
          </p>
        )}
      </div>
      {plan && <Settle plan={plan} finding={finding} />}
    </li>
  );
}
