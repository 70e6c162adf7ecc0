import { type ArgumentsHost, Logger } from '@nestjs/common';
import { ProjectionRunner, StoreUnavailable } from '#event-store';
import { DecidedRoutes } from '#identity';
import { languageOf, Problems } from './problems.js';

describe('the language of a refusal', () => {
  it('is Vietnamese when nobody says', () => expect(languageOf(undefined)).toBe('vi'));
  it('is English for an English browser', () => expect(languageOf('en-US,en;q=0.9')).toBe('en'));
  it('follows the weights, not the order', () => expect(languageOf('en;q=0.5, vi;q=0.8')).toBe('vi'));
  it('is Vietnamese for a language that we do not have', () => expect(languageOf('fr-FR,fr;q=0.9')).toBe('vi'));
  it('does not take a language that is refused', () => expect(languageOf('vi;q=0,en;q=0.1')).toBe('en'));
});

describe('an error', () => {
  beforeAll(() => Logger.overrideLogger(false));
  afterAll(() => Logger.overrideLogger(true));
  const told = async (error: unknown, ofAnotherRelease: string[] = []): Promise<Record<string, unknown> & { said: string }> => {
    let said = '';
    const reply = { sent: false, status: () => reply, header: () => reply, send: (body: string) => (said = body) };
    const request = { id: 'abcdefgh', method: 'GET', url: '/api/x', headers: { 'accept-language': 'en' } };
    const http = { getRequest: () => request, getResponse: () => reply };
    const routes = Object.assign(Object.create(DecidedRoutes.prototype), { all: () => [] });
    const runner = Object.assign(Object.create(ProjectionRunner.prototype), { ofAnotherRelease: async () => ofAnotherRelease });
    await new Problems(routes, runner).catch(error, { switchToHttp: () => http } as unknown as ArgumentsHost);
    return { ...JSON.parse(said), said };
  };
  const fromPostgres = (code: string) =>
    Object.assign(new Error('value "99999999999" is out of range for type integer'), { code });

  it.each(['22003', '22021', '22P02'])(
    'of PostgreSQL about a value (%s) is the request’s, and shows nothing of the inside',
    async (code) => {
      const answer = await told(fromPostgres(code));
      expect(answer).toMatchObject({ status: 400, code: 'data-not-acceptable' });
      expect(answer.said).not.toMatch(/99999999999|integer|22/);
    },
  );
  it.each(['22012', '42P01', '23505', '220'])('of PostgreSQL about anything else (%s) is a fault of the program', async (code) =>
    expect(await told(fromPostgres(code))).toMatchObject({ status: 500, code: 'fault' }),
  );
  it.each(['42P01', '42703'])('about what is not there (%s) while an upgrade makes rows anew says so, by name', async (code) => {
    const answer = await told(fromPostgres(code), ['task-board']);
    expect(answer).toMatchObject({ status: 503, code: 'rows-being-made', detail: expect.stringContaining('task-board') });
    expect(await told(fromPostgres('23505'), ['task-board'])).toMatchObject({ status: 500 });
  });
  it.each(['57P01', '57P03', '08006', 'ECONNREFUSED'])(
    'of a database that is away (%s) says so, and not where it is',
    async (code) => {
      const answer = await told(Object.assign(new Error('connect to 10.1.2.3:5432'), { code }));
      expect(answer).toMatchObject({ status: 503, code: 'database-unavailable' });
      expect(answer.said).not.toMatch(/10\.1\.2\.3|ECONN|57P|08006/);
    },
  );
  it('of the store does not tell where the store is', async () => {
    const cause = new Error('connect ECONNREFUSED 10.1.2.3:5432');
    const error = new StoreUnavailable(cause.message, { cause });
    expect(await told(error)).toMatchObject({ status: 503, code: 'store-unavailable' });
    expect((await told(error)).said).not.toMatch(/10\.1\.2\.3|ECONN/);
    // The log has it.
    expect(error.cause).toMatchObject({ message: cause.message, cause });
  });
});
