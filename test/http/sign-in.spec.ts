import { DataSource } from 'typeorm';
import { Accounts } from '#identity';
import { instant, userId } from '#language';
import { Client, startTestServer, type TestServer } from '../server.js';

describe('signing in', () => {
  let server: TestServer;
  const password = 'một mật khẩu dài';
  beforeAll(async () => {
    server = await startTestServer();
    const accounts = server.running.app.get(Accounts, { strict: false });
    for (const name of ['hoa', 'lan', 'khoa', 'mai'])
      await accounts.add({ username: name, name: `Bà ${name}`, role: 'auditor', agency: null, password });
  });
  afterAll(() => server.close());

  it('sets a cookie that scripts cannot read and gives the token of the page', async () => {
    const client = server.client();
    const answer = await client.signIn('Hoa', password);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ name: 'Bà hoa', role: 'auditor', agency: null, sample: false });
    expect(answer.body.permissions).toContain('read-history');
    expect(answer.headers.get('set-cookie')).toMatch(/^tiendo=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=43200$/);
    expect((await client.get('/session')).body.csrf).toBe(answer.body.csrf);
  });

  it('takes a password typed with decomposed Vietnamese letters', async () => {
    expect((await server.client().signIn('hoa', password.normalize('NFD'))).status).toBe(201);
  });

  it('gives a new session each time and ends the one before', async () => {
    const client = server.client();
    await client.signIn('hoa', password);
    const before = client.cookie;
    await client.signIn('hoa', password);
    expect(client.cookie).not.toBe(before);
    const old = server.client();
    old.cookie = before;
    expect((await old.get('/session')).status).toBe(401);
  });

  it('says the same for an unknown user and a wrong password, and takes as long', async () => {
    const time = async (username: string) => {
      const began = performance.now();
      const answer = await server.client().signIn(username, 'không phải nó');
      const { correlationId, ...said } = answer.body;
      expect(correlationId).toBe(answer.headers.get('x-correlation-id'));
      return { ms: performance.now() - began, status: answer.status, said };
    };
    const known = [];
    const unknown = [];
    for (let round = 0; round < 5; round++) {
      known.push(await time('khoa'));
      unknown.push(await time(`nobody${round}`));
    }
    expect(unknown[0]).toMatchObject({ status: 401, said: { code: 'wrong-sign-in' } });
    expect(unknown[0]?.said).toEqual(known[0]?.said);
    const middle = (all: { ms: number }[]) => all.map(({ ms }) => ms).sort((a, b) => a - b)[2] ?? 0;
    // Without a hash to check, an unknown user would be answered many times faster.
    expect(middle(unknown)).toBeGreaterThan(middle(known) * 0.5);
  });

  it('is refused after ten wrong passwords, even with the right one, and again possible after a quarter of an hour', async () => {
    const wrong = await Promise.all(Array.from({ length: 15 }, () => server.client().signIn('lan', 'không phải nó')));
    expect(wrong.map(({ status }) => status).filter((it) => it === 401).length).toBeLessThanOrEqual(10);
    const refused = await server.client().signIn('lan', password);
    expect(refused.status).toBe(429);
    expect(refused.body.code).toBe('too-many-attempts');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60);
    expect((await server.client().signIn('mai', password)).status).toBe(201);
    server.clock.set(instant('2025-03-10T09:16:00+07:00'));
    expect((await server.client().signIn('lan', password)).status).toBe(201);
  });

  it('is counted as a failure only when it failed: an office signs in all day from one address', async () => {
    for (let i = 0; i < 101; i++) expect((await server.client().signIn('hoa', password)).status).toBe(201);
  });

  it('is possible again after the quarter of an hour in which somebody went on trying in vain', async () => {
    const now = server.clock.now();
    const minutes = (n: number) => server.clock.set(instant(new Date(Date.parse(now) + n * 60_000).toISOString()));
    const tried = async () => (await server.client().signIn('khoa', 'không phải nó')).status;
    minutes(20);
    for (let i = 0; i < 10; i++) expect(await tried()).toBe(401);
    minutes(30);
    for (let i = 0; i < 10; i++) expect(await tried()).toBe(429);
    minutes(36);
    expect((await server.client().signIn('khoa', password)).status).toBe(201);
  });

  it('is possible at once with the password that an administrator sets anew', async () => {
    for (let i = 0; i < 11; i++) await server.client().signIn('khoa', 'không phải nó');
    expect((await server.client().signIn('khoa', password)).status).toBe(429);
    const accounts = server.running.app.get(Accounts, { strict: false });
    const khoa = (await accounts.all()).find(({ username }) => username === 'khoa');
    const anew = await accounts.setPassword(khoa?.id ?? userId('nobody'));
    expect((await server.client().signIn('khoa', anew)).status).toBe(201);
  });

  it('ends after two hours without a request and after twelve in any case', async () => {
    server.clock.set(instant('2025-03-10T10:00:00+07:00'));
    const client = server.client();
    await client.signIn('mai', password);
    for (const hour of [11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21]) {
      server.clock.set(instant(`2025-03-10T${hour}:00:00+07:00`));
      expect((await client.get('/session')).status).toBe(200);
    }
    server.clock.set(instant('2025-03-10T22:00:01+07:00'));
    expect((await client.get('/session')).status).toBe(401);
    const idle = server.client();
    await idle.signIn('mai', password);
    server.clock.set(instant('2025-03-11T00:00:02+07:00'));
    expect((await idle.get('/session')).status).toBe(401);
  });

  it('ends when asked, for a copied cookie too', async () => {
    const client = await server.as('auditor');
    const copy = new Client(server.url);
    copy.cookie = client.cookie;
    expect((await client.send('DELETE', '/session')).status).toBe(204);
    expect((await copy.get('/session')).status).toBe(401);
  });

  it('from another site is refused', async () => {
    const answer = await server.client().send('POST', '/session', {
      body: { username: 'mai', password },
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(answer.status).toBe(403);
    const form = await server.client().send('POST', '/session', { raw: new URLSearchParams({ username: 'mai', password }) });
    expect(form.status).toBe(415);
  });
});

describe('signing in through a proxy', () => {
  let server: TestServer;
  const password = 'một mật khẩu dài';
  beforeAll(async () => {
    server = await startTestServer({ trustProxy: 1 });
    await server.running.app
      .get(Accounts, { strict: false })
      .add({ username: 'quynh', name: 'Bà Quỳnh', role: 'auditor', agency: null, password });
  });
  afterAll(() => server.close());
  const from = (forwarded: string, given: string, headers: Readonly<Record<string, string>> = {}) =>
    server.client().send('POST', '/session', {
      body: { username: 'quynh', password: given },
      headers: { 'x-forwarded-for': forwarded, ...headers },
    });

  it('is not kept from a person by others who guess elsewhere', async () => {
    for (let i = 0; i < 11; i++) await from('203.0.113.9', 'không phải nó');
    expect((await from('203.0.113.9', password)).status).toBe(429);
    expect((await from('198.51.100.4', password)).status).toBe(201);
  });

  it('counts the address that the proxy saw, not the one that the client claims', async () => {
    for (let i = 0; i < 10; i++) expect((await from(`192.0.2.${i}, 203.0.113.77`, 'không phải nó')).status).toBe(401);
    expect((await from('192.0.2.200, 203.0.113.77', password)).status).toBe(429);
  });

  it('is refused everywhere when hundreds of guesses at one account came from everywhere', async () => {
    await from('203.0.113.200', 'không phải nó');
    const source = server.running.app.get(DataSource, { strict: false });
    await source.query(`
      insert into sign_in_attempt (of, at)
      select of, at from sign_in_attempt, generate_series(1, 300) where of like 'account:%' and of not like 'account:%:%'`);
    expect((await from('198.51.100.201', password)).body).toMatchObject({ status: 429, code: 'too-many-attempts' });
    await source.query('delete from sign_in_attempt');
    expect((await from('198.51.100.201', password)).status).toBe(201);
  });

  it('over https is by the cookie that only https can set', async () => {
    const https = { 'x-forwarded-proto': 'https' };
    const answer = await from('198.51.100.5', password, https);
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect(cookie).toMatch(/^__Host-tiendo=/);
    const me = async (sent: string, headers: Readonly<Record<string, string>>) =>
      (await server.client().send('GET', '/session', { headers: { ...headers, cookie: sent } })).status;
    expect(await me(cookie, https)).toBe(200);
    expect(await me(cookie.replace('__Host-', ''), https)).toBe(401);
    expect(await me(cookie, {})).toBe(401);
  });
});

describe('a request that changes something', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.close());

  it('without the token of the page is refused, with another page’s too', async () => {
    const client = await server.as('admin');
    const other = await server.as('admin');
    const right = client.csrf;
    for (const token of ['', 'x', other.csrf]) {
      client.csrf = token;
      const answer = await client.post('/users', { username: 'a', name: 'A', role: 'auditor' });
      expect(answer.status).toBe(403);
      expect(answer.body).toMatchObject({ code: 'csrf', field: 'X-CSRF-Token' });
    }
    client.csrf = right;
    expect((await client.post('/users', { username: 'a', name: 'A', role: 'auditor' })).status).toBe(201);
  });
});

describe('the administrator', () => {
  let server: TestServer;
  let admin: Client;
  beforeAll(async () => {
    server = await startTestServer();
    admin = await server.as('admin');
  });
  afterAll(() => server.close());

  it('is the one account of an installation without sample data, with a password that was shown once', async () => {
    expect(server.signIns).toHaveLength(1);
    const [first] = server.signIns;
    const answer = await server.client().signIn(first?.username ?? '', first?.password ?? '');
    expect(answer.body).toMatchObject({ role: 'admin', sample: false });
    expect(first?.password).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/);
  });

  it('adds an officer, who signs in with the password that is shown once', async () => {
    const added = await admin.post('/users', { username: 'Can.Bo', name: 'Cán bộ', role: 'officer', agency: 'so-y-te' });
    expect(added.status).toBe(201);
    expect(added.body.user).toMatchObject({ username: 'can.bo', role: 'officer', agency: 'so-y-te', disabledAt: null });
    const officer = server.client();
    expect((await officer.signIn('can.bo', added.body.password)).body.agency).toEqual({ id: 'so-y-te', name: 'Sở Y tế' });
    expect(JSON.stringify((await admin.get('/users')).body)).not.toContain('argon2');
  });

  it('who asks again under the same key, because the answer was lost, is told a password that signs in', async () => {
    const asked = { username: 'mat.tra-loi', name: 'Mất trả lời', role: 'auditor' };
    const key = { 'idempotency-key': 'them-nguoi-0001' };
    const [first, again] = [await admin.post('/users', asked, key), await admin.post('/users', asked, key)];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body.user).toEqual(first.body.user);
    expect((await server.client().signIn('mat.tra-loi', first.body.password)).status).toBe(401);
    expect((await server.client().signIn('mat.tra-loi', again.body.password)).status).toBe(201);
    const late = await admin.post('/users', asked, key);
    expect(late.body).toMatchObject({ status: 409, code: 'password-told', figures: { user: first.body.user.id } });
    expect((await server.client().signIn('mat.tra-loi', again.body.password)).status).toBe(201);
  });

  it('gets no password anew for an account that was added more than an hour ago: it may be on its way on paper', async () => {
    const asked = { username: 'tren-giay', name: 'Trên giấy', role: 'auditor' };
    const key = { 'idempotency-key': 'them-nguoi-0002' };
    const now = server.clock.now();
    const first = await admin.post('/users', asked, key);
    server.clock.set(instant('2025-03-10T10:01:00+07:00'));
    expect((await admin.post('/users', asked, key)).body.code).toBe('password-told');
    server.clock.set(now);
    expect((await server.client().signIn('tren-giay', first.body.password)).status).toBe(201);
  });

  it('may not put other content under a used key, and another administrator with that key is somebody else', async () => {
    const asked = { username: 'mot-khoa', name: 'Một khóa', role: 'auditor', password: 'mật khẩu đã chọn' };
    const key = { 'idempotency-key': 'them-nguoi-0003' };
    const first = await admin.post('/users', asked, key);
    expect((await admin.post('/users', asked, key)).body).toEqual(first.body);
    for (const other of [{ username: 'hai-khoa' }, { name: 'Khác' }, { password: 'mật khẩu khác' }, { password: undefined }])
      expect((await admin.post('/users', { ...asked, ...other }, key)).body.code).toBe('duplicate-with-other-content');
    expect((await (await server.as('admin')).post('/users', asked, key)).body.code).toBe('username-taken');
    expect((await admin.post('/users', { ...asked, username: 'x' }, { 'idempotency-key': 'ngan' })).status).toBe(400);
  });

  it('who sends the same request twice at once adds one account', async () => {
    const asked = { username: 'hai-lan', name: 'Hai lần', role: 'auditor', password: 'mật khẩu đã chọn' };
    const key = { 'idempotency-key': 'them-nguoi-0004' };
    const answers = await Promise.all([1, 2, 3].map(() => admin.post('/users', asked, key)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.user.id)).size).toBe(1);
  });

  it('is told what is wrong with a new account', async () => {
    const codes = async (body: object) => (await admin.post('/users', { name: 'A', role: 'auditor', ...body })).body.code;
    expect(await codes({ username: 'có dấu' })).toBe('malformed-username');
    expect(await codes({ username: 'can.bo' })).toBe('username-taken');
    expect(await codes({ username: 'b', role: 'officer' })).toBe('agency-needed');
    expect(await codes({ username: 'c', password: 'ngắn' })).toBe('password-length');
    expect(await codes({ username: 'dungmatkhau', password: 'dungmatkhau1' })).toBe('password-guessable');
    expect(await codes({ username: 'e', role: 'system' })).toBe('invalid-shape');
    expect(await codes({ username: 'f', isAdmin: true })).toBe('invalid-shape');
  });

  it('resets a password: the old one and its sessions are over', async () => {
    const added = await admin.post('/users', { username: 'quen', name: 'Quên', role: 'auditor' });
    const person = server.client();
    await person.signIn('quen', added.body.password);
    const reset = await admin.post(`/users/${added.body.user.id}/password-reset`);
    expect((await person.get('/session')).status).toBe(401);
    expect((await server.client().signIn('quen', added.body.password)).status).toBe(401);
    expect((await server.client().signIn('quen', reset.body.password)).status).toBe(201);
  });

  it('disables an account at once, but never the own one', async () => {
    const added = await admin.post('/users', { username: 'nghi', name: 'Nghỉ', role: 'auditor' });
    const person = server.client();
    await person.signIn('nghi', added.body.password);
    expect((await admin.post(`/users/${added.body.user.id}/disabling`)).body.disabledAt).not.toBeNull();
    expect((await person.get('/session')).status).toBe(401);
    expect((await server.client().signIn('nghi', added.body.password)).status).toBe(401);
    const own = (await admin.get('/session')).body.user;
    expect((await admin.post(`/users/${own}/disabling`)).body.code).toBe('own-account');
  });

  it('does not give up the own role, which another administrator may take', async () => {
    const own = (await admin.get('/session')).body.user;
    const answer = await admin.send('PATCH', `/users/${own}`, { body: { role: 'auditor' } });
    expect(answer.body).toMatchObject({ status: 422, code: 'own-account', field: 'role' });
    expect((await admin.send('PATCH', `/users/${own}`, { body: { name: 'Quản trị', role: 'admin' } })).body.name).toBe(
      'Quản trị',
    );
    const other = await server.as('admin');
    expect((await other.send('PATCH', `/users/${own}`, { body: { role: 'auditor' } })).body.role).toBe('auditor');
    expect((await other.send('PATCH', `/users/${own}`, { body: { role: 'admin' } })).body.role).toBe('admin');
  });

  it('is nobody else', async () => {
    for (const role of ['auditor', 'committee', 'interior'] as const)
      expect((await (await server.as(role)).get('/users')).body).toMatchObject({ status: 403, code: 'not-allowed' });
  });
});
