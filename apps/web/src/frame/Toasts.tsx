import { IconCheck } from '@tabler/icons-react';
import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from 'react';
import style from './toasts.module.css';

const Say = createContext<(words: string) => void>(() => undefined);

/** Says in passing that something was done. Read aloud, gone after ten seconds. */
export const useToast = () => useContext(Say);

export function Toasts({ children }: { children: ReactNode }) {
  const [toast, setToast] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const say = useCallback((words: string) => {
    clearTimeout(timer.current);
    setToast(words);
    timer.current = setTimeout(() => setToast(null), 10_000);
  }, []);
  return (
    <Say value={say}>
      {children}
      <div className={style.place} role="status" aria-live="polite">
        {toast && (
          <p className={style.toast}>
            <IconCheck size={18} aria-hidden="true" />
            {toast}
          </p>
        )}
      </div>
    </Say>
  );
}
