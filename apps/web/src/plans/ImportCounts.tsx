import { useTranslation } from 'react-i18next';
import type { ImportReport } from '../api/answers';
import { fileSize } from '../language/numbers';
import style from './plans.module.css';

export function ImportCounts({ report }: { report: ImportReport }) {
  const { t } = useTranslation();
  const { counts } = report;
  const lines = [
    ['items', counts.items],
    ['tasks', report.tasks],
    ['targets', counts.targets],
    ['results', counts.results],
    ['projects', counts.projects],
  ] as const;
  return (
    <section className={style.read} aria-label={t('imports.read')}>
      <p className={style.fileLine}>
        <strong>{report.file.name}</strong> · {fileSize(report.file.size)} · SHA-256{' '}
        <code>{report.file.sha256.slice(0, 16)}…</code>
      </p>
      <dl className={style.counts}>
        {lines.map(([key, n]) => (
          <div key={key}>
            <dt>{t(`plans.parts.${key}`)}</dt>
            <dd>{n}</dd>
          </div>
        ))}
        {(['blocking', 'decision', 'notice'] as const).map((key) => (
          <div key={key} data-severity={key}>
            <dt>{t(`plans.severities.${key}`)}</dt>
            <dd>{counts.findings[key]}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
