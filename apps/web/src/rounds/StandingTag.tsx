import { useTranslation } from 'react-i18next';
import type { ReportStanding } from './answers';
import style from './rounds.module.css';

const glyphs = { 'on-time': '●', late: '◐', missing: '○', prepared: '○', returned: '↺', exempt: '–' } as const;

/** Where a report stands: a sign, and the words that say the same. */
export function StandingTag({
  of: it,
  owing,
}: {
  of: Pick<ReportStanding, 'standing' | 'lateDays'>;
  owing?: boolean | undefined;
}) {
  const { t } = useTranslation();
  return (
    <span className={style.standing} data-standing={it.standing} data-owing={owing || undefined}>
      <span aria-hidden="true">{glyphs[it.standing]}</span>{' '}
      {it.standing === 'late' ? t('rounds.lateBy', { count: it.lateDays }) : t(`rounds.signs.${it.standing}`)}
    </span>
  );
}

/** What each sign means. */
export function Legend() {
  const { t } = useTranslation();
  return (
    <p className={style.legend}>
      {(['on-time', 'late', 'missing', 'returned', 'exempt'] as const).map((it) => (
        <span key={it} className={style.standing} data-standing={it}>
          <span aria-hidden="true">{glyphs[it]}</span> {t(`rounds.legend.${it}`)}
        </span>
      ))}
    </p>
  );
}
