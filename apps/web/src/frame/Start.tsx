import { Navigate } from '@tanstack/react-router';
import { useMe } from '../session/Session';

/** Each role begins where its work is. */
export function Start() {
  const me = useMe();
  const to = me.permissions.includes('replay')
    ? '/history'
    : me.role === 'interior'
      ? '/scorecards'
      : me.role === 'committee' || me.role === 'standing'
        ? '/board'
        : me.agency && me.permissions.includes('report-progress')
          ? '/mine'
          : '/tasks';
  return <Navigate to={to} replace />;
}
