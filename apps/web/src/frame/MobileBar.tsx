import { IconDots } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import style from './mobile.module.css';
import { usePlaces } from './places';
import { Sheet } from './Sheet';

/** On a phone the first places are under the thumb, the rest one touch away. */
export function MobileBar() {
  const { t } = useTranslation();
  const [more, setMore] = useState(false);
  const places = usePlaces();
  const near = places.length > 5 ? places.slice(0, 4) : places;
  const rest = places.slice(near.length);
  return (
    <nav className={style.mobile} aria-label={t('frame.navigationShort')}>
      {near.map(({ place, to, icon: Icon, badge, grave }) => (
        <Link key={place} to={to} className={style.tab} activeProps={{ 'data-here': true, 'aria-current': 'page' }}>
          <span className={style.tabIcon}>
            <Icon size={22} stroke={1.6} aria-hidden="true" />
            {badge > 0 && (
              <span className={style.tabBadge} data-grave={grave || undefined}>
                {badge}
              </span>
            )}
          </span>
          <span>{t(`frame.short.${place}`)}</span>
        </Link>
      ))}
      {rest.length > 0 && (
        <button type="button" className={style.tab} onClick={() => setMore(true)} aria-haspopup="dialog">
          <span className={style.tabIcon}>
            <IconDots size={22} stroke={1.6} aria-hidden="true" />
          </span>
          <span>{t('frame.more')}</span>
        </button>
      )}
      <Sheet open={more} close={() => setMore(false)} title={t('frame.more')}>
        <ul className={style.moreList}>
          {rest.map(({ place, to, icon: Icon }) => (
            <li key={place}>
              <Link to={to} className={style.moreLink} onClick={() => setMore(false)}>
                <Icon size={22} stroke={1.6} aria-hidden="true" />
                {t(`frame.places.${place}`)}
              </Link>
            </li>
          ))}
        </ul>
      </Sheet>
    </nav>
  );
}
