import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import style from './frame.module.css';

/** The heading of a page, its sentence, and what can be done with the whole of it. Also names the browser's tab. */
export function PageHead({
  title,
  lead,
  over,
  actions,
}: {
  title: string;
  lead?: ReactNode;
  over?: ReactNode;
  actions?: ReactNode;
}) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${title} · ${t('frame.product')}`;
  }, [title, t]);
  return (
    <div className={style.pageHead}>
      <div>
        {over && <div className={style.over}>{over}</div>}
        <h1>{title}</h1>
        {lead && <p className={style.lead}>{lead}</p>}
      </div>
      {actions && <div className={`${style.pageActions} no-print`}>{actions}</div>}
    </div>
  );
}
