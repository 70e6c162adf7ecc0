import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandAnswer, Finding } from '../api/answers';
import { send } from '../api/client';
import { Refused } from '../api/problem';
import { readAgain } from '../api/queries';
import { at } from '../api/routes';
import { useToast } from '../frame/Toasts';
import { said } from '../language';
import style from './plans.module.css';

type Choice = 'accept' | 'change' | 'keep';

/** Take the proposal, give another reading, or keep the words as they are and say why. */
export function Settle({ plan, finding }: { plan: string; finding: Finding }) {
  const { t } = useTranslation();
  const toast = useToast();
  const [choice, setChoice] = useState<Choice | null>(null);
  const [value, setValue] = useState(finding.proposed ?? '');
  const [note, setNote] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const [left, setLeft] = useState<CommandAnswer['leftToOthers']>([]);
  const [again, setAgain] = useState(false);
  const [busy, setBusy] = useState(false);

  async function settle(how: Choice) {
    setBusy(true);
    setRefusal(null);
    try {
      const answer = await send<CommandAnswer>(at('/plans/{plan}/findings/{finding}/settlement', plan, finding.id), {
        choice: how,
        ...(how === 'change' ? { value: value.normalize('NFC').trim() } : {}),
        ...(note.trim() ? { note: note.normalize('NFC').trim() } : {}),
      });
      setLeft(answer.leftToOthers ?? []);
      setChoice(null);
      setAgain(false);
      await readAgain();
      toast(t('plans.settledToast'));
    } catch (error) {
      setRefusal(error instanceof Refused ? error.problem.detail : String(error));
    }
    setBusy(false);
  }

  return (
    <div className={style.settle}>
      {finding.settled && !again ? (
        <Button size="sm" variant="default" onClick={() => setAgain(true)}>
          {t('plans.again')}
        </Button>
      ) : choice === null ? (
        <div className={style.choices}>
          {finding.proposed && (
            <Button size="sm" loading={busy} onClick={() => void settle('accept')}>
              {t('plans.choices.accept')}
            </Button>
          )}
          {finding.severity !== 'blocking' && (
            <Button size="sm" variant="default" onClick={() => setChoice('change')}>
              {t('plans.choices.change')}
            </Button>
          )}
          <Button size="sm" variant="default" onClick={() => setChoice('keep')}>
            {t('plans.choices.keep')}
          </Button>
        </div>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void settle(choice);
          }}
        >
          {choice === 'change' && (
            <TextInput
              label={t('plans.newReading')}
              value={value}
              onChange={(e) => setValue(e.currentTarget.value)}
              required
              withAsterisk={false}
            />
          )}
          <Textarea
            label={t('plans.note')}
            value={note}
            onChange={(e) => setNote(e.currentTarget.value)}
            autosize
            minRows={2}
            required={choice === 'keep'}
            withAsterisk={false}
          />
          <div className={style.choices}>
            <Button size="sm" type="submit" loading={busy} disabled={choice === 'change' ? !value.trim() : !note.trim()}>
              {t(`plans.choices.${choice}`)}
            </Button>
            <Button size="sm" variant="default" onClick={() => setChoice(null)}>
              {t('forms.cancel')}
            </Button>
          </div>
        </form>
      )}
      {left && left.length > 0 && (
        <div role="status" className={style.refusal}>
          {t('plans.toTasks')}
          <ul>
            {left.map((it) => (
              <li key={`${it.task} ${it.code}`}>
                {it.task}: {said(it)}
              </li>
            ))}
          </ul>
        </div>
      )}
      {refusal && (
        <p role="alert" className={style.refusal}>
          {refusal}
        </p>
      )}
    </div>
  );
}
