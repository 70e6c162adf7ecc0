import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext } from 'react';
import type { Me } from '../api/answers';
import { keepToken, remove } from '../api/client';
import { isRefused } from '../api/problem';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import { Failed, Loading } from '../frame/states';
import { SignIn } from './SignIn';

const SignedIn = createContext<Me | null>(null);

/** Who is signed in. Only below <Session>, which shows the door until somebody is. */
export function useMe(): Me {
  const me = useContext(SignedIn);
  if (!me) throw new Error('useMe outside <Session>');
  return me;
}

export const useMay = (permission: string): boolean => useMe().permissions.includes(permission);

/** Signs out and forgets everything that was read. */
export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await remove(at('/session')).catch(() => undefined);
    client.clear();
    window.location.assign('/');
  };
}

export function Session({ children }: { children: ReactNode }) {
  const session = useRead<Me>(at('/session'), {}, { fresh: true });
  if (session.isPending) return <Loading rows={4} />;
  if (isRefused(session.error, 401)) return <SignIn />;
  if (!session.data) return <Failed error={session.error} again={() => session.refetch()} />;
  keepToken(session.data.csrf);
  return <SignedIn value={session.data}>{children}</SignedIn>;
}
