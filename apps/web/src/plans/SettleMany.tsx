import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../api/answers';
import { send } from '../api/client';
import { Refused } from '../api/problem';
import { readAgain } from '../api/queries';
import { at } from '../api/routes';
import { useToast } from '../frame/Toasts';
import { said } from '../language';
import style from './settling.module.css';

interface Answer {
  settled: string[];
  refused: { finding: string; code: string; vi: string; en: string }[];
  leftToOthers: { task: string; code: string; vi: string; en: string }[];
}

/** Many open findings at once: those ticked are accepted as proposed, or kept as printed with one note. */
export function SettleMany({ plan, findings }: { plan: string; findings: Finding[] }) {
  const { t } = useTranslation();
  const toast = useToast();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [note, setNote] = useState('');
  const [value, setValue] = useState('');
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<readonly string[]>([]);
  if (findings.length === 0) return null;
  const picked = findings.filter((it) => chosen.has(it.id));
  const proposed = picked.filter((it) => it.proposed);

  async function settle(choice: 'accept' | 'change' | 'keep', which: Finding[]) {
    setBusy(true);
    setRefused([]);
    try {
      const read = choice === 'change' ? { value: value.normalize('NFC').trim() } : {};
      const body = {
        findings: which.map((it) => it.id),
        choice,
        ...read,
        ...(note.trim() ? { note: note.normalize('NFC').trim() } : {}),
      };
      const answer = await send<Answer>(at('/plans/{plan}/settlements', plan), body);
      await readAgain();
      setChosen(new Set());
      setRefused([
        ...answer.refused.map((it) => `${it.finding}: ${said(it)}`),
        ...answer.leftToOthers.map((it) => `${it.task}: ${said(it)}`),
      ]);
      toast(t('plans.many.done', { count: answer.settled.length }));
    } catch (error) {
      setRefused([error instanceof Refused ? error.problem.detail : String(error)]);
    }
    setBusy(false);
  }

  return (
    <details className={style.many}>
      <summary>{t('plans.many.title', { count: findings.length })}</summary>
      <div className={style.tools}>
        <Button size="sm" variant="default" onClick={() => setChosen(new Set(findings.map((it) => it.id)))}>
          {t('plans.many.all')}
        </Button>
        <Button size="sm" variant="default" onClick={() => setChosen(new Set())}>
          {t('plans.many.none')}
        </Button>
      </div>
      <ul className={style.ticks}>
        {findings.map((it) => (
          <li key={it.id}>
            <label>
              <input
                type="checkbox"
                checked={chosen.has(it.id)}
                onChange={(event) => {
                  const next = new Set(chosen);
                  if (event.currentTarget.checked) next.add(it.id);
                  else next.delete(it.id);
                  setChosen(next);
                }}
              />
              <span>
                {it.item ? `${it.item}: ` : ''}
                {said(it)}
                {it.proposed && <em> → {it.proposed}</em>}
              </span>
            </label>
          </li>
        ))}
      </ul>
      <div className={style.tools}>
        <Button loading={busy} disabled={proposed.length === 0} onClick={() => void settle('accept', proposed)}>
          {t('plans.many.accept', { count: proposed.length })}
        </Button>
        <TextInput label={t('plans.many.value')} value={value} onChange={(event) => setValue(event.currentTarget.value)} />
        <Button
          variant="default"
          loading={busy}
          disabled={picked.length === 0 || !value.trim()}
          onClick={() => void settle('change', picked)}
        >
          {t('plans.many.change', { count: picked.length })}
        </Button>
        <TextInput
          label={t('plans.note')}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          maxLength={2000}
        />
        <Button
          variant="default"
          loading={busy}
          disabled={picked.length === 0 || !note.trim()}
          onClick={() => void settle('keep', picked)}
        >
          {t('plans.many.keep', { count: picked.length })}
        </Button>
      </div>
      {refused.length > 0 && (
        <ul role="alert" className={style.refused}>
          {refused.map((it) => (
            <li key={it}>{it}</li>
          ))}
        </ul>
      )}
    </details>
  );
}
