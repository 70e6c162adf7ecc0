import { IconAlertTriangle, IconCloudOff, IconHistory } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { day, moment } from '../language/dates';
import style from './frame.module.css';
import { usePoint } from './point';

/** What must be known before any figure is read: that it is the past, or that the line is down. */
export function Banners() {
  const { t } = useTranslation();
  const { asOf, knownOn, past, move } = usePoint();
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const look = () => setOnline(navigator.onLine);
    window.addEventListener('online', look);
    window.addEventListener('offline', look);
    return () => {
      window.removeEventListener('online', look);
      window.removeEventListener('offline', look);
    };
  }, []);
  return (
    <div role="status">
      {past && (
        <p className={style.banner} data-kind="past">
          <IconHistory size={18} aria-hidden="true" />
          <span>
            {asOf && t('frame.pastAsOf', { day: day(asOf) })} {knownOn && t('frame.pastKnownOn', { moment: moment(knownOn) })}
          </span>
          <button type="button" onClick={() => void move({ asOf: undefined, knownOn: undefined })}>
            {t('frame.backToToday')}
          </button>
        </p>
      )}
      {!online && (
        <p className={style.banner} data-kind="offline">
          <IconCloudOff size={18} aria-hidden="true" />
          <span>{t('frame.offlineBanner')}</span>
        </p>
      )}
    </div>
  );
}

/** Stands over figures whose projection no longer follows the record. */
export function Stale({ state }: { state: 'running' | 'rebuilding' | 'stopped' | undefined }) {
  const { t } = useTranslation();
  if (state === undefined || state === 'running') return null;
  return (
    <p className={style.banner} data-kind={state} role="alert">
      <IconAlertTriangle size={18} aria-hidden="true" />
      <span>{t(state === 'stopped' ? 'frame.stopped' : 'frame.rebuilding')}</span>
    </p>
  );
}
