import { Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMe } from '../session/Session';
import { Banners } from './Banners';
import { useFocus } from './focus';
import style from './frame.module.css';
import { Keys } from './Keys';
import { MobileBar } from './MobileBar';
import { Rail } from './Rail';
import { TopBar } from './TopBar';

/** What stands round every page: the rail, the top bar with the two clocks, the warnings, the page itself. */
export function Frame() {
  const { t } = useTranslation();
  const me = useMe();
  const main = useFocus();
  return (
    <div className={style.frame}>
      <a className={style.skip} href="#main">
        {t('frame.skip')}
      </a>
      <Rail />
      <div className={style.body}>
        <TopBar />
        <Banners />
        <main id="main" ref={main} tabIndex={-1} className={style.main}>
          <Outlet />
        </main>
        <footer className={style.foot}>
          <span>{t('frame.foot')}</span>
          {me.sample && <span>{t('frame.sampleFoot')}</span>}
        </footer>
      </div>
      <MobileBar />
      <Keys />
    </div>
  );
}
