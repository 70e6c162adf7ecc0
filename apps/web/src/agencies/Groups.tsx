import { useTranslation } from 'react-i18next';
import type { Agency, AgencyGroup } from '../api/answers';
import { day } from '../language/dates';
import style from './agencies.module.css';

/** Who “Sở, ban, ngành” are, from when to when, by which document. */
export function Groups({ groups, agencies }: { groups: AgencyGroup[]; agencies: Agency[] }) {
  const { t } = useTranslation();
  const nameOf = (id: string) => agencies.find((it) => it.id === id)?.name ?? id;
  return (
    <section className={style.groups}>
      <h2>{t('agencies.groups')}</h2>
      <p className={style.lead}>{t('agencies.groupsLead')}</p>
      <ul>
        {groups.map((group) => (
          <li key={group.id}>
            <details>
              <summary>
                {group.name} <span>{t('agencies.members', { count: group.members.length })}</span>
              </summary>
              {group.members.length === 0 ? (
                <p className={style.under}>{t('agencies.noMembers')}</p>
              ) : (
                <ul className={style.members}>
                  {group.members.map((it) => (
                    <li key={`${it.agency}-${it.from}`}>
                      {nameOf(it.agency)}{' '}
                      <span>
                        {day(it.from)} – {it.to ? day(it.to) : t('agencies.now')}
                      </span>
                    </li>
                  ))}
                </ul>
              )}
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}
