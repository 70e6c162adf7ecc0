import { BadConfiguration, configurationFrom } from './configuration.js';

describe('the settings', () => {
  it('need nothing to be set', () =>
    expect(configurationFrom({})).toMatchObject({
      host: '127.0.0.1',
      port: null,
      databaseUrl: null,
      sample: 'year',
      role: 'all',
    }));

  it('that are wrong are all named at once, with what would be right', () => {
    const start = () => configurationFrom({ PORT: '99999', TIENDO_SAMPLE: 'yes', TIENDO_ROLE: 'boss' });
    expect(start).toThrow(BadConfiguration);
    expect(start).toThrow(
      /PORT=99999: use a whole number from 0 to 65535[\s\S]*TIENDO_SAMPLE=yes: use one of year, none, empty[\s\S]*TIENDO_ROLE/,
    );
  });

  it('that are wrong are told in Vietnamese first and in English, each with its value and what would be right', () => {
    const wrong = { PORT: 'x', TIENDO_SAMPLE: 'yes', DATABASE_URL: 'x', TIENDO_SMTP: 'smtp://m', TIENDO_METRICS_TOKEN: 'ngắn' };
    let said: unknown;
    try {
      configurationFrom({ ...wrong, TIENDO_TRUST_PROXY: 'all', EVENT_STORE: 'x' });
    } catch (error) {
      said = error;
    }
    expect(said).toBeInstanceOf(BadConfiguration);
    const { vi, en, message } = said as BadConfiguration;
    expect(message).toBe(`${vi}\n${en}`);
    const names = [
      ...Object.keys(wrong).filter((it) => it !== 'TIENDO_SMTP'),
      'TIENDO_MAIL_FROM',
      'TIENDO_TRUST_PROXY',
      'EVENT_STORE',
    ];
    for (const text of [vi, en]) {
      expect(
        text
          .split('\n')
          .slice(1)
          .map((line) => /[A-Z_]+/.exec(line)?.[0])
          .sort(),
      ).toEqual([...names].sort());
      expect(text).toContain('PORT=x: ');
    }
    expect(vi).toContain('TIENDO_SAMPLE=yes: hãy dùng một trong các giá trị year, none, empty');
    expect(vi).not.toMatch(/\b(use|the|with|or)\b/);
    expect(en).not.toMatch(/[ạảấầẩậắằặẹẻẽếềểệịọỏốồổộớờởợụủứừửữự]/);
  });

  it.each([
    [undefined, 0],
    ['no', 0],
    ['yes', 1],
    ['2', 2],
    ['10.0.0.0/8, ::1', ['10.0.0.0/8', '::1']],
  ])('believe the proxies in front of the server: %s', (given, trustProxy) =>
    expect(configurationFrom({ TIENDO_TRUST_PROXY: given }).trustProxy).toEqual(trustProxy),
  );

  it.each(['true', 'all', '-1', '0.0.0.0/0', '10.0.0.0/33', '10.0.0.0/8/8', 'proxy.local', '10.0.0.1,'])(
    'do not believe “%s” as a proxy',
    (given) =>
      expect(() => configurationFrom({ TIENDO_TRUST_PROXY: given })).toThrow(
        /TIENDO_TRUST_PROXY=.*use no, the number of proxies/,
      ),
  );

  it('never show a password that came in the wrong place', () => {
    const start = () => configurationFrom({ DATABASE_URL: 'mysql://me:secret@host/db' });
    expect(start).toThrow(/DATABASE_URL: use an address that begins with postgres:/);
    expect(start).not.toThrow(/secret/);
  });
});
