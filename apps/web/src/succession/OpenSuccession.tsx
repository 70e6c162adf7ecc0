import { Button, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Agency, Rows } from '../api/answers';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import { byName, fold } from '../language/fold';
import { useSending } from './sending';
import style from './succession.module.css';

const kinds = ['merge', 'split', 'dissolve', 'rename', 'move-function'] as const;
const slug = (text: string) =>
  fold(text)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 70);

/** The few facts of an act; everything else follows from the registry. */
export function OpenSuccession() {
  const { t } = useTranslation();
  const go = useNavigate();
  const { send, refusal, busy } = useSending();
  const agencies = useRead<Rows<Agency>>(at('/agencies'));
  const [kind, setKind] = useState<(typeof kinds)[number]>('merge');
  const rows = [...(agencies.data?.rows ?? [])].sort((a, b) => byName(a.name, b.name));

  async function open(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) =>
      String(form.get(name) ?? '')
        .normalize('NFC')
        .trim();
    const from = form.getAll('from').map(String);
    const like = rows.find((it) => it.id === from[0]);
    const born = text('newBody');
    const succession = `${slug(text('title'))}-${text('on').slice(0, 4)}`;
    const bodies =
      born && like ? [{ agency: slug(born), name: born, kind: like.kind, bloc: like.bloc, ratable: like.ratable }] : [];
    const act = {
      succession,
      kind,
      title: text('title'),
      on: text('on'),
      basis: { number: text('number'), on: null, source: text('source') },
      ...(kind === 'rename'
        ? { changes: from.slice(0, 1).map((agency) => ({ agency, name: text('newName') })) }
        : { from, to: [...form.getAll('to').map(String), ...bodies.map((it) => it.agency)], bodies }),
    };
    if (await send(at('/successions'), { act })) await go({ to: '/successions/$id', params: { id: succession } });
  }

  const several = (name: 'from' | 'to') => (
    <label className={style.field}>
      {t(`succession.${name}`)}
      <select name={name} multiple size={7} required={name === 'from'} aria-describedby="several">
        {rows.map((it) => (
          <option key={it.id} value={it.id}>
            {it.name}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <section className={style.part}>
      <h2>{t('succession.open')}</h2>
      <form className={style.form} onSubmit={(event) => void open(event)}>
        <label className={style.field}>
          {t('succession.kind')}
          <select value={kind} onChange={(event) => setKind(kinds.find((it) => it === event.currentTarget.value) ?? 'merge')}>
            {kinds.map((it) => (
              <option key={it} value={it}>
                {t(`succession.kinds.${it}`)}
              </option>
            ))}
          </select>
        </label>
        <TextInput name="title" label={t('succession.name')} required maxLength={300} withAsterisk={false} />
        <TextInput name="on" type="date" label={t('succession.day')} required withAsterisk={false} />
        <TextInput name="number" label={t('succession.number')} required maxLength={120} withAsterisk={false} />
        <TextInput name="source" label={t('succession.source')} maxLength={500} />
        {kind === 'rename' ? (
          <TextInput name="newName" label={t('succession.newName')} required withAsterisk={false} />
        ) : (
          <TextInput name="newBody" label={t('succession.newBody')} maxLength={300} />
        )}
        {several('from')}
        {kind !== 'rename' && several('to')}
        <p id="several" className={style.quiet}>
          {t('succession.several')}
        </p>
        <Button type="submit" loading={busy}>
          {t('succession.start')}
        </Button>
        {refusal && (
          <p role="alert" className={style.refusal}>
            {refusal}
          </p>
        )}
      </form>
    </section>
  );
}
