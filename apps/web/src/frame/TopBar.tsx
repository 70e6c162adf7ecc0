import { Menu } from '@mantine/core';
import { IconChevronDown, IconLogout } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { LanguageSwitch } from '../language/LanguageSwitch';
import { useMe, useSignOut } from '../session/Session';
import { AsOf } from './AsOf';
import style from './frame.module.css';
import { PlanChoice } from './PlanChoice';
import { Search } from './Search';

/** Vietnamese given names come last; what stands in brackets is no name. */
const initialOf = (name: string): string =>
  name
    .replace(/\(.*?\)/g, '')
    .trim()
    .split(/\s+/)
    .at(-1)
    ?.charAt(0)
    .toUpperCase() ?? '';

export function TopBar() {
  const { t } = useTranslation();
  const me = useMe();
  const signOut = useSignOut();
  return (
    <header className={style.top}>
      <PlanChoice />
      <AsOf />
      <Search />
      <div className={style.topEnd}>
        <LanguageSwitch />
        <Menu position="bottom-end" width={260} withinPortal={false}>
          <Menu.Target>
            <button type="button" className={style.who}>
              <span className={style.initial} aria-hidden="true">
                {initialOf(me.name)}
              </span>
              <span className={style.whoWords}>
                <strong>{me.name}</strong>
                <span>{me.agency?.name ?? t(`session.roles.${me.role}`)}</span>
              </span>
              <IconChevronDown size={16} aria-hidden="true" />
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            <div className={style.whoCard}>
              <strong>{me.name}</strong>
              <span>{t(`session.roles.${me.role}`)}</span>
              {me.agency && <span>{me.agency.name}</span>}
            </div>
            <Menu.Divider />
            <Menu.Item leftSection={<IconLogout size={18} aria-hidden="true" />} onClick={() => void signOut()}>
              {t('session.leave')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
    </header>
  );
}
