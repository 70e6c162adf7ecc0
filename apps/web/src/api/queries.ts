import { keepPreviousData, QueryClient, skipToken, useQuery } from '@tanstack/react-query';
import { type Query, read } from './client';
import { isRefused } from './problem';
import type { Route } from './routes';

/** What was read stays fresh for half a minute; refusals are not asked again, a lost connection is. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: true,
      retry: (count, error) => count < 2 && isRefused(error) && [0, 502, 503, 504].includes(error.problem.status),
    },
  },
});

/** Routes that cannot wait for a position: a session and a task's own stream are never behind the log. */
const neverBehind = (path: Route): boolean =>
  path === '/session' || /^\/(tasks|targets|projects)\/.*\/history$/.test(path) || path.startsWith('/streams/');

/** Reads a route. A null path asks nothing. What was shown stays while the next filter loads, unless `fresh` is set. */
export function useRead<Answer>(path: Route | null, query: Query = {}, options: { fresh?: boolean } = {}) {
  return useQuery<Answer>({
    queryKey: [path, query],
    queryFn: path === null ? skipToken : () => read<Answer>(path, query, { waits: !neverBehind(path) }),
    ...(options.fresh ? {} : { placeholderData: keepPreviousData }),
  });
}

/** After a command everything on the page may have changed. */
export const readAgain = (): Promise<void> => queries.invalidateQueries();
