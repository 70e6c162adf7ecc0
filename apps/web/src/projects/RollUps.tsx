import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ProjectList } from '../api/tables';
import { Wide } from '../frame/Wide';
import { exact } from '../language/numbers';
import style from '../scorecards/scorecards.module.css';
import { sectionName } from './sections';

type Summed = Pick<ProjectList['sections'][number], 'printed' | 'rows' | 'difference' | 'disbursed'>;

/** Section by section what the plan prints, what its rows add up to, and by how much they differ. Nothing is put right. */
export function BySection({ sections, grand }: Pick<ProjectList, 'sections' | 'grand'>) {
  const { t } = useTranslation();
  const line = (key: string, title: string, it: Summed, total: boolean) => (
    <tr key={key} className={total ? style.total : style.row}>
      <th scope="row">{title}</th>
      {(['total', 'allotted'] as const).flatMap((column) => [
        <td key={`${column}-printed`} className={style.num}>
          {exact(it.printed[column])}
        </td>,
        <td key={`${column}-rows`} className={style.num}>
          {exact(it.rows[column])}
        </td>,
        <td key={`${column}-difference`} className={style.num} data-grave={differs(it.difference[column]) || undefined}>
          {differs(it.difference[column]) ? exact(it.difference[column]) : '0'}
        </td>,
      ])}
      <td className={style.num}>{exact(it.disbursed)}</td>
    </tr>
  );
  // Where all sections count in one unit, the page says it once.
  const title = (it: ProjectList['sections'][number]) =>
    `${sectionName(t, it)}${!grand && it.unit ? ` (${it.unit.toLowerCase()})` : ''}`;
  return (
    <Wide className={style.scroll} label={t('projects.bySection')}>
      <table className={style.table} data-sections>
        <caption>{t('projects.bySection')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('projects.columns.section')}</th>
            {(['total', 'allotted'] as const).flatMap((column) =>
              (['printed', 'rows', 'difference'] as const).map((what) => (
                <th key={column + what} scope="col" className={style.num}>
                  {t(`projects.compared.${what}`, { what: t(`projects.columns.${column}`) })}
                </th>
              )),
            )}
            <th scope="col" className={style.num}>
              {t('projects.columns.disbursed')}
            </th>
          </tr>
        </thead>
        <tbody>
          {sections.map((it) => line(`${it.appendix}.${it.section}`, title(it), it, false))}
          {grand && line('grand', t('projects.total'), grand, true)}
        </tbody>
      </table>
    </Wide>
  );
}

const differs = (difference: string | null): boolean => difference !== null && difference !== '0';

/** By who owns them; each opens its projects. */
export function ByOwner({ owners }: Pick<ProjectList, 'owners'>) {
  const { t } = useTranslation();
  return (
    <Wide className={style.scroll} label={t('projects.byOwner')}>
      <table className={style.table} data-owners>
        <caption>{t('projects.byOwner')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('projects.columns.owner')}</th>
            {(['count', 'accepted', 'total', 'allotted', 'disbursed'] as const).map((column) => (
              <th key={column} scope="col" className={style.num}>
                {t(`projects.columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {owners.map((it) => (
            <tr key={it.owner?.id ?? it.printedOwner} className={style.row}>
              <th scope="row">
                {it.owner ? (
                  <Link to="/projects" search={(now) => ({ ...now, owner: it.owner?.id })}>
                    {it.owner.name}
                  </Link>
                ) : (
                  it.printedOwner
                )}
              </th>
              <td className={style.num}>{it.projects}</td>
              <td className={style.num}>{it.accepted}</td>
              <td className={style.num}>{exact(it.total)}</td>
              <td className={style.num}>{exact(it.allotted)}</td>
              <td className={style.num}>{exact(it.disbursed)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
