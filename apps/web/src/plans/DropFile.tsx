import { IconFileUpload } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import style from './choosing.module.css';

/** A place to drop a file, and the same as an ordinary file field. */
export function DropFile({ choose, busy }: { choose: (file: File) => void; busy: boolean }) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const id = useId();
  return (
    <fieldset
      className={style.drop}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const file = event.dataTransfer.files[0];
        if (file) choose(file);
      }}
    >
      <IconFileUpload size={34} stroke={1.3} aria-hidden="true" />
      <input
        id={id}
        className={style.file}
        type="file"
        accept=".txt,.docx,.xlsx"
        disabled={busy}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file) choose(file);
        }}
      />
      <label htmlFor={id}>
        <span>{t('imports.file')}</span>
      </label>
      <p>{t('imports.fileHelp')}</p>
    </fieldset>
  );
}
