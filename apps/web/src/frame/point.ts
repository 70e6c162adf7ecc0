import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Plan, Rows } from '../api/answers';
import type { Query } from '../api/client';
import { useRead } from '../api/queries';
import { at } from '../api/routes';

/** The plans, newest first. */
export const usePlans = () => useRead<Rows<Plan>>(at('/plans'));

/** Where one stands: the plan, the day that figures are true on, and the moment up to which the record is believed. */
export function usePoint() {
  const search = useSearch({ from: '__root__' });
  const navigate = useNavigate();
  const plans = usePlans();
  const plan = plans.data?.rows.find((it) => it.id === search.plan) ?? plans.data?.rows[0] ?? null;
  return {
    plan,
    plans: plans.data?.rows ?? [],
    plansPending: plans.isPending,
    asOf: search.asOf ?? null,
    knownOn: search.knownOn ?? null,
    past: search.asOf !== undefined || search.knownOn !== undefined,
    move: (to: { plan?: string | undefined; asOf?: string | undefined; knownOn?: string | undefined }) =>
      navigate({ to: '.', search: (now: Record<string, unknown>) => ({ ...now, ...to }), replace: false } as never),
  };
}

/** The same as query parameters for a route that reads all three. */
export function usePointQuery(): Query {
  const { plan, asOf, knownOn } = usePoint();
  return { plan: plan?.id, asOf, knownOn };
}
