import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Me } from '../api/answers';
import { keepToken, send } from '../api/client';
import { Refused } from '../api/problem';
import { at } from '../api/routes';
import { LanguageSwitch } from '../language/LanguageSwitch';
import style from './session.module.css';

/** The door. One sentence says what is behind it; a refusal keeps what was typed. */
export function SignIn() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const warning = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    document.title = `${t('session.title')} · ${t('frame.product')}`;
  }, [t]);

  async function enter(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setRefusal(null);
    try {
      const me = await send<Me>(at('/session'), { username: username.trim(), password });
      keepToken(me.csrf);
      client.setQueryData(['/session', {}], me);
    } catch (error) {
      setRefusal(error instanceof Refused ? error.problem.detail : String(error));
      requestAnimationFrame(() => warning.current?.focus());
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className={style.door}>
      <header className={style.side}>
        <img src="/mark.svg" alt="" width={44} height={44} />
        <p className={style.name}>{t('frame.product')}</p>
        <p className={style.motto}>{t('session.motto')}</p>
        <ul className={style.points}>
          <li>{t('session.point1')}</li>
          <li>{t('session.point2')}</li>
          <li>{t('session.point3')}</li>
        </ul>
        <Strip />
      </header>
      <main className={style.main} id="main">
        <div className={style.language}>
          <LanguageSwitch />
        </div>
        <form className={style.form} onSubmit={enter} noValidate>
          <h1>{t('session.title')}</h1>
          <p className={style.lead}>{t('session.lead')}</p>
          {refusal && (
            <p ref={warning} tabIndex={-1} role="alert" className={style.refusal}>
              {refusal}
            </p>
          )}
          <TextInput
            label={t('session.username')}
            value={username}
            onChange={(e) => setUsername(e.currentTarget.value)}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            size="md"
            required
            withAsterisk={false}
          />
          <PasswordInput
            label={t('session.password')}
            value={password}
            onChange={(e) => setPassword(e.currentTarget.value)}
            autoComplete="current-password"
            size="md"
            required
            withAsterisk={false}
            visibilityToggleButtonProps={{ 'aria-label': t('session.showPassword') }}
          />
          <Button type="submit" size="md" loading={busy} fullWidth>
            {t('session.enter')}
          </Button>
          <p className={style.note}>{t('session.note')}</p>
        </form>
      </main>
    </div>
  );
}

/** Twelve months with due days: what the product is about, as a drawing. */
function Strip() {
  const due = [2, 0, 1, 0, 0, 2, 0, 0, 3, 0, 1, 9];
  return (
    <svg className={style.strip} viewBox="0 0 240 72" aria-hidden="true">
      {due.map((n, month) =>
        Array.from({ length: n }, (_, i) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a drawing that never changes
            key={`${month}-${i}`}
            x={month * 20 + 3}
            y={58 - i * 6}
            width="14"
            height="4"
            rx="1"
            fill={month === 11 ? '#e0a33a' : '#8fb3d9'}
          />
        )),
      )}
      <path d="M0 65h240" stroke="#4f6a8a" strokeWidth="1" />
    </svg>
  );
}
