import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import { usePoint } from '../frame/point';
import { Empty, Failed, Loading } from '../frame/states';
import { percent } from '../language/numbers';
import { taskLink } from '../tasks/parts/words';
import type { Synthesis as Answer, RoundView } from './answers';
import style from './rounds.module.css';

/** Tổng hợp báo cáo: what was received, item by item of the plan, each word beside who said it; and whose report is not in it. */
export function Synthesis({ of: { plan, round } }: { of: RoundView }) {
  const { t } = useTranslation();
  const { asOf, knownOn } = usePoint();
  const answer = useRead<Answer>(at('/rounds/{plan}/{round}/synthesis', plan, round), { asOf, knownOn });
  if (answer.isPending) return <Loading />;
  if (!answer.data) return <Failed error={answer.error} again={answer.refetch} />;
  const { items, summaries, without, told } = answer.data;
  return (
    <>
      <p className={style.quiet}>{t('rounds.told', { ...told, unsaid: told['no-report'], none: told['not-applicable'] })}</p>
      {items.length === 0 && <Empty>{t('rounds.nothingOwed')}</Empty>}
      {items.map(({ item, title, entries }) => (
        <section key={item} className={style.box} aria-label={item} data-item={item}>
          <h2 className={style.itemHead}>
            <span className={style.code}>{item}</span> {title}
          </h2>
          <ul className={style.entries}>
            {entries.map((one) => (
              <li key={one.task} data-said={one.said}>
                <p className={style.told}>
                  <Link {...taskLink({ id: one.task })}>{one.agency.name}</Link>
                  {one.said !== 'reported' && ` · ${t(`rounds.tellings.${one.said}`)}`}
                  {one.progress !== null && ` · ${percent(one.progress)}`}
                  {one.supplement && ` · ${t('rounds.titles.supplement')}`}
                  {one.words && `: ${one.words}`}
                </p>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {summaries.length > 0 && (
        <section className={style.box} aria-labelledby="summaries">
          <h2 id="summaries">{t('rounds.fields.summary')}</h2>
          <ul className={style.entries}>
            {summaries.map((one) => (
              <li key={one.agency.id}>
                <p className={style.told}>
                  <strong>{one.agency.name}</strong>: {one.words}
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {without.length > 0 && (
        <section className={style.box} aria-labelledby="without">
          <h2 id="without">{t('rounds.without', { count: without.length })}</h2>
          <p className={style.told}>
            {without.map((one) => `${one.agency.name} (${t(`rounds.standings.${one.standing}`).toLowerCase()})`).join(' · ')}
          </p>
        </section>
      )}
    </>
  );
}
