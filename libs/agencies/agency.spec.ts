import { type AgencyId, agencyId, type LocalDate, localDate, position, type Recorded, userId } from '#language';
import { specFor } from '../language/given.js';
import type { AgencyEvent, GroupEvent, RecordedRegistryEvent } from './agency.events.js';
import { type AgencyCommand, agency } from './agency.js';
import { describeAgencyEvent } from './agency.sentences.js';
import { group } from './group.js';
import { registryFromSeed } from './registration.js';
import { agencyOn, membersOn } from './registry.js';
import { registrySeed } from './seed.js';

const on = (day: string) => localDate(day);
const keeper = { user: userId('u_admin'), agency: null, role: 'admin' } as const;
const given = specFor(agency, { today: on('2025-03-01'), actor: keeper });
const givenGroup = specFor(group, { today: on('2025-03-01'), actor: keeper });

const facts = {
  agency: agencyId('so-y-te'),
  name: 'Sở Y tế',
  kind: 'so',
  bloc: 'Khối sở, ban, ngành',
  ratable: true,
  parent: null,
  code: null,
  from: null,
  source: '',
} as const;
const registered: AgencyEvent = { type: 'agency-registered', data: facts };
const register: AgencyCommand = { type: 'register', ...facts, aliases: [{ alias: 'Sở YT', source: '' }] };
const aliasAdded: AgencyEvent = { type: 'alias-added', data: { alias: 'Sở YT', source: '' } };
const appointed = (subject: string, from: string): AgencyEvent => ({
  type: 'head-appointed',
  data: { subject, office: 'Giám đốc', from: on(from), source: '' },
});
const appoint = (subject: string, from: string): AgencyCommand => ({
  type: 'appoint-head',
  subject,
  office: 'Giám đốc',
  from: on(from),
  source: '',
});

describe('an agency', () => {
  it('is registered with its spellings', () => given().when(register).gives(registered, aliasAdded));
  it('registered again with the same words is no event', () => given(registered, aliasAdded).when(register).givesNothing());
  it('registered again with one more spelling gains that spelling', () => given(registered).when(register).gives(aliasAdded));
  it('is not registered again under another name', () =>
    given(registered)
      .when({ ...register, name: 'Sở Tài chính' })
      .isRefused('agency-already-registered'));
  it('is not registered by an officer', () =>
    given()
      .as({ ...keeper, role: 'officer' })
      .when(register)
      .isRefused('not-the-registry-keeper'));
  it('has a name with a word in it', () =>
    given()
      .when({ ...register, name: ' ; ' })
      .isRefused('not-a-name'));
  it('that nobody registered cannot be renamed', () =>
    given()
      .when({ type: 'rename', name: 'Sở Y', on: on('2025-03-01'), source: '' })
      .isRefused('unknown-agency'));

  it('keeps the name it had: renaming changes nothing before its day', () =>
    given(registered)
      .when({ type: 'rename', name: 'Sở Y tế và Dân số', on: on('2025-03-01'), source: '' })
      .leaves((it) => {
        if (!it) throw new Error('gone');
        expect(agencyOn(it, on('2025-02-28')).name).toBe('Sở Y tế');
        expect(agencyOn(it, on('2025-03-01')).name).toBe('Sở Y tế và Dân số');
        expect(agencyOn(it, on('2025-03-01')).aliases).toContain('Sở Y tế');
      }));

  it('is rated by the bloc of the day, not by the bloc of today', () =>
    given(registered)
      .when({
        type: 'reclassify',
        kind: 'trung-uong',
        bloc: null,
        ratable: false,
        parent: null,
        on: on('2025-03-01'),
        source: '',
      })
      .leaves((it) => {
        if (!it) throw new Error('gone');
        expect([agencyOn(it, on('2025-02-28')).ratable, agencyOn(it, on('2025-03-01')).ratable]).toEqual([true, false]);
      }));

  it('dissolved is gone from that day on, and still there before', () =>
    given(registered)
      .when({ type: 'dissolve', on: on('2025-03-01'), reason: 'hợp nhất', source: '' })
      .leaves((it) => {
        if (!it) throw new Error('gone');
        expect([agencyOn(it, on('2025-02-28')).exists, agencyOn(it, on('2025-03-01')).exists]).toEqual([true, false]);
      }));
  it('dissolved takes no new name', () =>
    given(registered, { type: 'agency-dissolved', data: { on: on('2025-03-01'), reason: '', source: '' } })
      .when({ type: 'rename', name: 'Sở X', on: on('2025-04-01'), source: '' })
      .isRefused('agency-dissolved'));

  it('has one head in an office at a time', () =>
    given(registered, appointed('u_a', '2024-01-01')).when(appoint('u_b', '2025-03-01')).isRefused('office-is-held'));
  it('keeps the tenure of a former head beside the new one, day by day', () =>
    given(registered, appointed('u_a', '2024-01-01'), {
      type: 'head-left',
      data: { subject: 'u_a', on: on('2025-03-01'), source: '' },
    })
      .when(appoint('u_b', '2025-03-01'))
      .leaves((it) =>
        expect(it?.heads.map(({ subject, from, to }) => [subject, from, to])).toEqual([
          ['u_a', '2024-01-01', '2025-03-01'],
          ['u_b', '2025-03-01', null],
        ]),
      ));
  it('has no head who begins before the former one left', () =>
    given(registered, appointed('u_a', '2024-01-01'), {
      type: 'head-left',
      data: { subject: 'u_a', on: on('2025-03-01'), source: '' },
    })
      .when(appoint('u_b', '2025-02-01'))
      .isRefused('before-what-is-recorded'));
  it('does not lose a head who is not in office', () =>
    given(registered)
      .when({ type: 'head-leaves', subject: 'u_a', on: on('2025-03-01'), source: '' })
      .isRefused('not-in-office'));
});

describe('a group', () => {
  const defined: GroupEvent = {
    type: 'group-defined',
    data: { group: 'so-ban-nganh', name: 'Sở, ban, ngành', membership: 'listed', source: '' },
  };
  const joined = (id: string, from: LocalDate | null = null): GroupEvent => ({
    type: 'member-joined',
    data: { agency: id as AgencyId, from, source: '' },
  });
  const define = {
    type: 'define',
    group: 'so-ban-nganh',
    name: 'Sở, ban, ngành',
    membership: 'listed',
    source: '',
    names: [],
    members: [{ agency: agencyId('so-y-te'), from: null, to: null, reason: '', source: '' }],
  } as const;

  it('is defined with its members', () => givenGroup().when(define).gives(defined, joined('so-y-te')));
  it('defined again with the same members is no event', () => givenGroup(defined, joined('so-y-te')).when(define).givesNothing());
  it('does not take a member twice', () =>
    givenGroup(defined, joined('so-y-te'))
      .when({ type: 'join', agency: agencyId('so-y-te'), from: on('2025-03-01'), source: '' })
      .isRefused('already-a-member'));
  it('lets go only of who is in it', () =>
    givenGroup(defined)
      .when({ type: 'leave', agency: agencyId('so-y-te'), on: on('2025-03-01'), reason: '', source: '' })
      .isRefused('not-a-member'));
  it('takes a member back after it left', () =>
    givenGroup(defined, joined('so-y-te'), {
      type: 'member-left',
      data: { agency: agencyId('so-y-te'), on: on('2025-01-01'), reason: '', source: '' },
    })
      .when({ type: 'join', agency: agencyId('so-y-te'), from: on('2025-03-01'), source: '' })
      .gives(joined('so-y-te', on('2025-03-01'))));

  it('06.4 has on a past day the members of that day, whoever left or was dissolved since', () => {
    const body = (id: string, more = {}) => ({ id, name: id, kind: 'huyen', bloc: null, ratable: true, source: '', ...more });
    const registry = registryFromSeed(
      registrySeed({
        agencies: [body('huyen-a'), body('huyen-b', { dissolvedOn: '2025-07-01', reason: 'bỏ cấp huyện' })],
        groups: [{ id: 'huyen', name: 'Huyện', membership: 'listed', source: '', members: ['huyen-a', 'huyen-b'] }],
      }),
    );
    const members = (day: string) => registry.groups.flatMap((it) => membersOn(registry, it, on(day)).map((member) => member.id));
    expect(members('2025-06-30')).toEqual(['huyen-a', 'huyen-b']);
    expect(members('2025-07-01')).toEqual(['huyen-a']);
  });
});

describe('an event of the registry', () => {
  it('is a sentence that says when nobody confirmed it', () => {
    const event = { ...recorded, type: 'alias-added', data: { alias: 'Sở YT', source: '' } } as RecordedRegistryEvent;
    expect(describeAgencyEvent(event, () => 'Sở Y tế')).toEqual({
      vi: 'Sở Y tế còn được gọi là “Sở YT”. Chưa có nguồn xác nhận.',
      en: 'Sở Y tế is also called “Sở YT”. Not confirmed by any source.',
    });
  });
});

describe('a seed of agencies', () => {
  it('that is not one is refused with the field at fault', () =>
    expect(() => registrySeed({ agencies: [{ id: 'a', name: 'A', kind: 'planet', source: '' }] }, 'x.json')).toThrow(
      expect.objectContaining({ code: 'malformed-agency-seed', field: 'x.json.agencies[0].kind' }),
    ));
});

const recorded: Omit<Recorded, 'type' | 'data'> = {
  id: '',
  stream: 'agency-so-y-te',
  version: 2,
  position: position(2),
  recordedAt: '2025-03-01T00:00:00.000Z' as Recorded['recordedAt'],
  meta: { actor: keeper, commandId: '', digest: '', correlationId: '', causationId: '' },
};
