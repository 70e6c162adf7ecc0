import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { give } from './focus';
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
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${t('frame.product')}`;
    // A page that had to be asked for first has its heading only now; until then the focus waited on the page as a whole.
    if (heading.current && document.activeElement?.id === 'main') give(heading.current);
  }, [title, t]);
  return (
    <div className={style.pageHead}>
      <div>
        {over && <div className={style.over}>{over}</div>}
        <h1 ref={heading}>{title}</h1>
        {lead && <p className={style.lead}>{lead}</p>}
      </div>
      {actions && <div className={`${style.pageActions} no-print`}>{actions}</div>}
    </div>
  );
}
