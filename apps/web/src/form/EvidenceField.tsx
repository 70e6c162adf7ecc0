import { Button, FileButton, Input } from '@mantine/core';
import { IconPaperclip, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evidence } from '../api/answers';
import { sendFile } from '../api/client';
import { Refused } from '../api/problem';
import { at } from '../api/routes';
import { fileSize } from '../language/numbers';
import style from './forms.module.css';

/** Files are sent as they are chosen and kept by their digest; the form then only names them. */
export function EvidenceField({ id, label, error, files, set }: EvidenceFieldProps) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  async function add(chosen: File[]) {
    setBusy(true);
    setRefusal(null);
    let all = files;
    for (const file of chosen) {
      try {
        const kept = await sendFile<Evidence>(at('/evidence'), file);
        if (!all.some((it) => it.sha256 === kept.sha256)) all = [...all, kept];
      } catch (failure) {
        setRefusal(`${file.name}: ${failure instanceof Refused ? failure.problem.detail : String(failure)}`);
      }
    }
    set(all);
    setBusy(false);
  }

  return (
    <Input.Wrapper id={id} label={label} labelElement="div" description={t('forms.evidenceHelp')} error={refusal ?? error}>
      <ul className={style.files}>
        {files.map((it) => (
          <li key={it.sha256}>
            <IconPaperclip size={16} aria-hidden="true" />
            <span>
              {it.name} <small>{fileSize(it.size)}</small>
            </span>
            <button
              type="button"
              aria-label={t('forms.removeFile', { name: it.name })}
              onClick={() => set(files.filter((other) => other.sha256 !== it.sha256))}
            >
              <IconTrash size={16} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
      <FileButton
        multiple
        accept=".pdf,.png,.jpg,.jpeg,.docx,.xlsx"
        onChange={(chosen) => void add(chosen)}
        inputProps={{ 'aria-label': label }}
      >
        {(props) => (
          <Button
            {...props}
            id={id}
            variant="default"
            loading={busy}
            leftSection={<IconPaperclip size={16} aria-hidden="true" />}
          >
            {t('forms.addFile')}
          </Button>
        )}
      </FileButton>
    </Input.Wrapper>
  );
}

interface EvidenceFieldProps {
  id: string;
  label: string;
  error: string | undefined;
  files: Evidence[];
  set: (files: Evidence[]) => void;
}
