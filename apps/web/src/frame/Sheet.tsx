import { IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import style from './sheet.module.css';

/** A sheet that slides over the page: the browser's own dialog, so focus, Escape and the page behind are its business. */
export function Sheet({ open, close, title, wide, children }: SheetProps) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const it = dialog.current;
    if (open && it && !it.open) it.showModal();
    if (!open && it?.open) it.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      className={style.sheet}
      data-wide={wide || undefined}
      aria-labelledby={heading}
      onClose={close}
      onClick={(event) => event.target === dialog.current && close()}
      onKeyDown={(event) => event.stopPropagation()}
    >
      {open && (
        <div className={style.inside}>
          <header className={style.head}>
            <h2 id={heading}>{title}</h2>
            <button type="button" className={style.close} onClick={close} aria-label={t('frame.close')}>
              <IconX size={20} aria-hidden="true" />
            </button>
          </header>
          <div className={style.content}>{children}</div>
        </div>
      )}
    </dialog>
  );
}

interface SheetProps {
  open: boolean;
  close: () => void;
  title: string;
  wide?: boolean;
  children: ReactNode;
}
