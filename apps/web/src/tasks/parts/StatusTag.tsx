import { useTranslation } from 'react-i18next';
import type { Status } from '../../api/answers';
import style from './parts.module.css';
import { looks } from './status';

/** Icon, word and colour; never colour alone. */
export function StatusTag({ status, quiet }: { status: Status; quiet?: boolean }) {
  const { t } = useTranslation();
  const Icon = looks[status].icon;
  return (
    <span className={style.tag} data-status={status} data-quiet={quiet || undefined}>
      <Icon size={15} stroke={2} aria-hidden="true" />
      {t(`status.${status}`)}
    </span>
  );
}
