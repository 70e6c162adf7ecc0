/** A refusal as the server words it (RFC 9457), or what stands for one when no answer came. */
export interface Problem {
  status: number;
  code: string;
  title: string;
  detail: string;
  field?: string;
  errors?: { field: string; message: string }[];
  correlationId?: string;
}

/** Thrown by every call that was not answered with a success. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.status} ${problem.code}: ${problem.detail}`);
    this.name = 'Refused';
  }
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** Reads a problem document; anything else (a proxy's page, an empty body) becomes a problem named after its status. */
export function problemOf(status: number, body: unknown): Problem {
  const it = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const errors = Array.isArray(it.errors)
    ? it.errors.flatMap((e: { field?: unknown; message?: unknown }) => {
        const field = text(e?.field);
        const message = text(e?.message);
        return field && message ? [{ field, message }] : [];
      })
    : undefined;
  const field = text(it.field);
  const correlationId = text(it.correlationId);
  return {
    status,
    code: text(it.code) ?? `http-${status}`,
    title: text(it.title) ?? '',
    detail: text(it.detail) ?? text(it.title) ?? '',
    ...(field ? { field } : {}),
    ...(errors?.length ? { errors } : {}),
    ...(correlationId ? { correlationId } : {}),
  };
}

export const isRefused = (error: unknown, status?: number): error is Refused =>
  error instanceof Refused && (status === undefined || error.problem.status === status);
