import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import style from './forms.module.css';
import type { FieldError } from './values';

export const fieldId = (form: string, field: string): string => `${form}-${field.split('.')[0]}`;

/** All that is wrong, at the top, each line a link to its field. Takes the focus, so that it is read. */
export function ErrorSummary({ form, errors, refusal }: { form: string; errors: FieldError[]; refusal: string | null }) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (errors.length > 0 || refusal) box.current?.focus();
  }, [errors, refusal]);
  if (errors.length === 0 && !refusal) return null;
  return (
    <div ref={box} className={style.summary} tabIndex={-1} role="alert">
      <p>{refusal ? t('forms.refused') : t('forms.errors', { count: errors.length })}</p>
      {refusal && <p className={style.refusal}>{refusal}</p>}
      <ul>
        {errors.map((it) => (
          <li key={it.field}>
            <a
              href={`#${fieldId(form, it.field)}`}
              onClick={(event) => {
                event.preventDefault();
                document.getElementById(fieldId(form, it.field))?.focus();
              }}
            >
              {it.message}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
