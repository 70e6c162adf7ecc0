import { useTranslation } from 'react-i18next';
import type { TargetFigure, TargetView } from '../api/tables';
import { Empty } from '../frame/states';
import { Wide } from '../frame/Wide';
import { said } from '../language';
import { day } from '../language/dates';
import { Bullet } from './Bullet';
import { FigureWords } from './parts';
import style from './targets.module.css';

/** Every figure of the whole as a table, newest first; one that was withdrawn stays, with its reason. */
export function Figures({ view, correct, past }: { view: TargetView; correct: (of: string) => void; past: boolean }) {
  const { t } = useTranslation();
  const correctable = view.may.includes('withdraw-measurement') && !past;
  const partOf = (figure: TargetFigure) => view.components.find((it) => it.key === figure.threshold);
  return (
    <section className={style.box}>
      <h2>{t('targets.figures')}</h2>
      {view.figures.length === 0 ? (
        <Empty>{t('targets.noFigures')}</Empty>
      ) : (
        <Wide className={style.inner} label={t('targets.figures')}>
          <table className={style.small}>
            <thead>
              <tr>
                {(['asks', 'value', 'period', 'source'] as const).map((column) => (
                  <th key={column} scope="col">
                    {t(`targets.columns.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {view.figures.map((it) => {
                const part = partOf(it);
                return (
                  <tr key={it.measurement} data-figure>
                    <td>
                      {part && said(part.asks)}
                      {view.components.length > 1 && <span className={style.note}> {part?.of}</span>}
                    </td>
                    <td>
                      <span data-withdrawn={it.withdrawn ? true : undefined}>
                        <FigureWords figure={it} unit={part?.unit ?? ''} />
                      </span>
                      {it.withdrawn && (
                        <span className={style.note}> {t('targets.withdrawn', { reason: it.withdrawn.reason })}</span>
                      )}
                    </td>
                    <td>
                      {day(it.period.from)}–{day(it.period.to)}
                    </td>
                    <td>
                      {it.source}
                      {it.note && <span className={style.note}> {it.note}</span>}
                      {correctable && !it.withdrawn && (
                        <div>
                          <button type="button" className={style.undo} onClick={() => correct(it.measurement)}>
                            {t('targets.correctThis')}
                          </button>
                        </div>
                      )}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </Wide>
      )}
    </section>
  );
}

/** Where several bodies implement: the newest share of each, and who has said nothing yet. */
export function Shares({ view }: { view: TargetView }) {
  const { t } = useTranslation();
  if (view.implementers.length < 2) return null;
  const given = new Set(view.shares.map((it) => it.body?.id));
  const missing = view.implementers.filter((it) => !given.has(it.id));
  return (
    <section className={style.box}>
      <h2>{t('targets.shares')}</h2>
      <p className={style.note}>{t('targets.sharesGiven', { given: given.size, all: view.implementers.length })}</p>
      {given.size > 0 && (
        <Wide className={style.inner} label={t('targets.shares')}>
          <table className={style.small}>
            <thead>
              <tr>
                {(['body', 'picture', 'value'] as const).map((column) => (
                  <th key={column} scope="col">
                    {t(`targets.columns.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {view.shares.map((it) => {
                const part = view.components.find((one) => one.key === it.threshold);
                return (
                  <tr key={it.measurement} data-share>
                    <th scope="row">{it.body?.name}</th>
                    <td>{part && <Bullet asks={{ ...part, holds: null }} figure={it.value} before={null} />}</td>
                    <td>
                      <FigureWords figure={it} unit={part?.unit ?? ''} />
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </Wide>
      )}
      {missing.length > 0 && (
        <p className={style.missing}>
          <strong>{t('targets.notReported')}:</strong> {missing.map((it) => it.name).join(', ')}.
        </p>
      )}
    </section>
  );
}
