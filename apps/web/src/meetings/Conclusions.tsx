import { useTranslation } from 'react-i18next';
import { Empty } from '../frame/states';
import { day, today } from '../language/dates';
import { useMay, useMe } from '../session/Session';
import type { Meeting } from './answers';
import { Becoming } from './Becoming';
import { Conclude } from './Conclude';
import style from './meetings.module.css';

/** The numbered conclusions with what came of each, and the form of a new one. */
export function Conclusions({ of: it }: { of: Meeting }) {
  const { t } = useTranslation();
  const holds = useMay('hold-meetings');
  const concludes = useMe().role === 'committee';
  const sat = today() >= it.sitsOn;
  return (
    <>
      {it.conclusions.length === 0 ? (
        <div className={style.gap}>
          <Empty>{t('meetings.noneConcluded')}</Empty>
        </div>
      ) : (
        <ol className={style.conclusions}>
          {it.conclusions.map((one) => (
            <li key={one.conclusion} data-row data-conclusion={one.conclusion}>
              <span className={style.numeral}>{one.conclusion}</span>
              <div>
                <p className={style.told}>{one.text}</p>
                <Becoming one={one} of={it} />
                <p className={style.quiet}>
                  {one.document.number} · {day(one.on)}
                </p>
              </div>
            </li>
          ))}
        </ol>
      )}
      {concludes && sat && <Conclude of={it} />}
      {holds && (!concludes || !sat) && (
        <p className={style.quiet}>{concludes ? t('meetings.notYet', { day: day(it.sitsOn) }) : t('meetings.onlyCommittee')}</p>
      )}
    </>
  );
}
