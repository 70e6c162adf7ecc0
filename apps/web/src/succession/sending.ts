import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandAnswer } from '../api/answers';
import { send } from '../api/client';
import { Refused } from '../api/problem';
import { readAgain } from '../api/queries';
import type { Route } from '../api/routes';
import { useToast } from '../frame/Toasts';

/** Sends a command, reads everything again, and keeps the sentence of a refusal. True when it was done. */
export function useSending() {
  const { t } = useTranslation();
  const toast = useToast();
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  return {
    refusal,
    busy,
    async send(path: Route, body: unknown): Promise<boolean> {
      setBusy(true);
      setRefusal(null);
      try {
        await send<CommandAnswer>(path, body);
        await readAgain();
        toast(t('succession.done'));
        return true;
      } catch (error) {
        setRefusal(error instanceof Refused ? error.problem.detail : String(error));
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}
