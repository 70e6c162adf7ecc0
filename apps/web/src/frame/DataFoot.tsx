import { useTranslation } from 'react-i18next';
import type { Freshness } from '../api/answers';
import { day, moment } from '../language/dates';
import style from './frame.module.css';

/** Under every view of data: how new it is, as of which day, by which rules. */
export function DataFoot({
  freshness,
  asOf,
  count,
}: {
  freshness?: Freshness | undefined;
  asOf?: string | undefined;
  count?: string;
}) {
  const { t } = useTranslation();
  const parts = [
    freshness?.updatedAt && t('frame.updated', { moment: moment(freshness.updatedAt) }),
    asOf && t('frame.figuresOn', { day: day(asOf) }),
    freshness && t('frame.position', { position: freshness.position }),
    count,
  ].filter(Boolean);
  return <p className={style.dataFoot}>{parts.join(' · ')}</p>;
}
