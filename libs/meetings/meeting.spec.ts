import { type Actor, agencyId, instant, itemCode, localDate, planId, userId } from '#language';
import { specFor } from '../language/given.js';
import type { MeetingEvent } from './meeting.events.js';
import { limits, type Meeting, type MeetingCommand, meeting } from './meeting.js';

const standing: Actor = { user: userId('u_an'), agency: agencyId('so-tttt'), role: 'standing' };
const committee: Actor = { user: userId('u_chu'), agency: null, role: 'committee' };
const officer: Actor = { user: userId('u_lan'), agency: agencyId('so-y-te'), role: 'officer' };
const carrier: Actor = { user: userId('conclusion-carrier'), agency: null, role: 'system' };
const given = specFor<Meeting, MeetingCommand, MeetingEvent>(meeting, { today: localDate('2025-06-20'), actor: committee });

const on = localDate('2025-06-10');
const convene = {
  type: 'convene',
  plan: planId('267-2025'),
  number: 2,
  title: 'Phiên họp quý II',
  sitsOn: localDate('2025-06-20'),
} as const;
const { type: _, ...asked } = convene;
const convened: MeetingEvent = { type: 'meeting-convened', data: { ...asked, on } };
const freeze = {
  type: 'freeze-agenda',
  position: '9',
  at: instant('2025-06-18T03:00:00Z'),
  lines: [],
  since: null,
} as const satisfies MeetingCommand;
const conclude: MeetingCommand = {
  type: 'conclude',
  text: 'Sở Y tế hoàn thành trước 30/9',
  document: { number: '12/TB-BCĐ' },
  becomes: { kind: 'note' },
};
const concluded = (conclusion: number): MeetingEvent => ({
  type: 'concluded',
  data: {
    conclusion,
    text: 'Sở Y tế hoàn thành trước 30/9',
    document: { number: '12/TB-BCĐ' },
    becomes: { kind: 'note' },
    on: localDate('2025-06-20'),
  },
});

describe('a meeting', () => {
  it('is convened once by the standing agency or the committee', () => {
    given().as(standing).when(convene).givesTypes('meeting-convened');
    given().as(officer).when(convene).isRefused('not-the-standing-agency');
    given(convened).as(standing).when(convene).isRefused('meeting-already-convened');
  });
  it('has an agenda that is frozen once: what changes afterwards changes no line of it', () => {
    given(convened).as(standing).when(freeze).givesTypes('agenda-frozen');
    given(convened, {
      type: 'agenda-frozen',
      data: { position: '9', at: instant('2025-06-18T03:00:00Z'), lines: [], since: null, on },
    })
      .as(standing)
      .when({ ...freeze, position: '20' })
      .givesNothing();
    given().as(standing).when(freeze).isRefused('unknown-meeting');
  });
  it('has an agenda that says how many matters it has no line for, and nothing of it when it has them all', () => {
    const line = { concern: 'undated', task: 't', agency: 'a', title: 'x', lateDays: 0, dueOn: null } as never;
    const many = { ...freeze, lines: Array.from({ length: limits.lines + 2 }, () => line), leftOut: 5 };
    const facts = { position: '9', at: freeze.at, since: null, on: localDate('2025-06-20') };
    given(convened)
      .as(standing)
      .when(many)
      .gives({
        type: 'agenda-frozen',
        data: { ...facts, lines: many.lines.slice(0, limits.lines), leftOut: 7 },
      });
    given(convened)
      .as(standing)
      .when(freeze)
      .gives({ type: 'agenda-frozen', data: { ...facts, lines: [] } });
  });
  it('is concluded by the committee alone, from the day on which it sits, in the order of the conclusions', () => {
    given(convened).as(standing).when(conclude).isRefused('not-the-committee');
    given(convened).on('2025-06-19').when(conclude).isRefused('meeting-not-yet-held');
    given(convened).when(conclude).gives(concluded(1));
    given(convened, concluded(1)).when(conclude).gives(concluded(2));
    given(convened, ...Array.from({ length: limits.conclusions }, (_, i) => concluded(i + 1)))
      .when(conclude)
      .isRefused('too-many');
  });
  it('follows up what earlier meetings concluded, and nothing of its own or of later ones', () => {
    const followUp = (of: number): MeetingCommand => ({
      type: 'follow-up',
      meeting: of,
      conclusion: 1,
      verdict: 'done',
      note: '',
    });
    given(convened).as(standing).when(followUp(1)).givesTypes('conclusion-followed-up');
    given(convened).as(standing).when(followUp(2)).isRefused('not-an-earlier-meeting');
    given(convened).as(standing).when(followUp(3)).isRefused('not-an-earlier-meeting');
    given(convened).as(officer).when(followUp(1)).isRefused('not-the-standing-agency');
  });
});

describe('what came of a conclusion', () => {
  const carried: MeetingCommand = { type: 'record-outcome', outcome: { conclusion: 1, item: itemCode('KL-2.1') } };
  const refused: MeetingCommand = {
    type: 'record-outcome',
    outcome: { conclusion: 1, code: 'not-open', vi: 'Nhiệm vụ đã xong', en: 'The task is done' },
  };
  it('is recorded by the program, carried or refused, and once', () => {
    given(convened, concluded(1)).as(carrier).when(carried).givesTypes('conclusion-carried');
    given(convened, concluded(1)).as(carrier).when(refused).givesTypes('conclusion-refused');
    given(convened, concluded(1), {
      type: 'conclusion-carried',
      data: { conclusion: 1, item: itemCode('KL-2.1'), on: localDate('2025-06-20') },
    })
      .as(carrier)
      .when(refused)
      .givesNothing();
  });
  it('is not recorded by a person, nor of a conclusion that there is not', () => {
    given(convened, concluded(1)).as(committee).when(carried).isRefused('unknown-conclusion');
    given(convened).as(carrier).when(carried).isRefused('unknown-conclusion');
  });
});
