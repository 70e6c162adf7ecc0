import { useEffect, useState } from 'react';
import type { Values } from './values';

const keyOf = (task: string, action: string) => `tiendo.draft.${task}.${action}`;

function kept(key: string): Values | null {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return typeof found === 'object' && found !== null ? (found as Values) : null;
  } catch {
    return null;
  }
}

export const hasDraft = (task: string, action: string): boolean => localStorage.getItem(keyOf(task, action)) !== null;

/** The values of a form, kept on this machine as they are typed, until they are sent or thrown away. */
export function useDraft(task: string, action: string, beginning: Values) {
  const key = keyOf(task, action);
  const [found] = useState(() => kept(key));
  const [values, setValues] = useState<Values>(() => ({ ...beginning, ...found }));
  const [touched, setTouched] = useState(found !== null);
  useEffect(() => {
    if (touched) localStorage.setItem(key, JSON.stringify(values));
  }, [key, touched, values]);
  return {
    values,
    restored: found !== null,
    set: (name: string, value: Values[string]) => {
      setTouched(true);
      setValues((now) => ({ ...now, [name]: value }));
    },
    forget: () => {
      setTouched(false);
      localStorage.removeItem(key);
    },
    restart: () => {
      setTouched(false);
      localStorage.removeItem(key);
      setValues(beginning);
    },
  };
}
