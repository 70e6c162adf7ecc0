import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMe } from '../session/Session';
import { usePlaces } from './places';
import style from './rail.module.css';

export function Rail() {
  const { t } = useTranslation();
  const places = usePlaces();
  const me = useMe();
  return (
    <nav className={style.rail} aria-label={t('frame.navigation')}>
      <Link to="/start" className={style.brand}>
        <img src="/mark.svg" alt="" width={30} height={30} />
        <span>{t('frame.product')}</span>
      </Link>
      <ul className={style.places}>
        {places.map(({ place, to, icon: Icon, badge, grave }) => (
          <li key={place}>
            <Link to={to} className={style.place} activeProps={{ 'data-here': true, 'aria-current': 'page' }}>
              <Icon size={19} stroke={1.6} aria-hidden="true" />
              <span className={style.placeName}>{t(`frame.places.${place}`)}</span>
              {badge > 0 && (
                <span className={style.badge} data-grave={grave || undefined}>
                  {badge}
                  <span className="visually-hidden"> {t(`frame.badges.${place}`)}</span>
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
      <div className={style.railFoot}>
        {me.sample && <p className={style.railSample}>{t('frame.sampleMark')}</p>}
        <p>{t('frame.keysHint')}</p>
      </div>
    </nav>
  );
}
