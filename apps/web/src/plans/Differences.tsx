import { useTranslation } from 'react-i18next';
import type { ImportReport } from '../api/answers';
import { Wide } from '../frame/Wide';
import style from './plans.module.css';

/** What a changed file would change, by stable code: printed before, printed now. */
export function Differences({ rows }: { rows: ImportReport['differences'] }) {
  const { t } = useTranslation();
  if (rows.length === 0) return null;
  return (
    <section className={style.severity}>
      <h2>
        {t('imports.differences')} <span>{rows.length}</span>
      </h2>
      <Wide className={style.scroll} label={t('imports.differences')}>
        <table className={style.table}>
          <thead>
            <tr>
              <th scope="col">{t('tasks.code')}</th>
              <th scope="col">{t('imports.kind')}</th>
              <th scope="col">{t('imports.was')}</th>
              <th scope="col">{t('imports.now')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((it) => (
              <tr key={`${it.code}-${it.kind}`}>
                <td className={style.code}>{it.code}</td>
                <td>{t(`imports.kinds.${it.kind}`)}</td>
                <td>{it.was ? <del>{it.was}</del> : '—'}</td>
                <td>{it.now ? <ins>{it.now}</ins> : '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </section>
  );
}
