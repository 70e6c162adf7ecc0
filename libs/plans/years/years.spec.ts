import { type Actor, agencyId, itemCode, localDate, planId, type TaskId, userId } from '#language';
import { specFor } from '../../language/given.js';
import type { YearsEvent } from './years.events.js';
import { type Years, type YearsCommand, years } from './years.js';

const standing: Actor = { user: userId('u_an'), agency: agencyId('so-tttt'), role: 'standing' };
const officer: Actor = { ...standing, agency: agencyId('so-y-te'), role: 'officer' };
const given = specFor<Years, YearsCommand, YearsEvent>(years, { today: localDate('2026-01-10'), actor: standing });
const [plan, earlier] = [planId('12-2026'), planId('267-2025')];
const row = (code: string, before: string) => ({ code: itemCode(code), earlier: itemCode(before) });
const link = (...rows: ReturnType<typeof row>[]): YearsCommand => ({ type: 'link', plan, earlier, rows });
const linked = (...rows: ReturnType<typeof row>[]): YearsEvent => ({ type: 'rows-linked', data: { plan, earlier, rows } });
const task = (n: number) => ({ from: `267-2025/IV.I.${n}/so-y-te` as TaskId, to: `12-2026/IV.I.${n}/so-y-te` as TaskId });
const carry = (...tasks: ReturnType<typeof task>[]): YearsCommand => ({
  type: 'carry-over',
  plan,
  earlier,
  tasks,
  document: '3/QĐ-UBND',
});

describe('two plans', () => {
  it('are tied by the standing agency, not by an agency, and none to itself', () => {
    given()
      .when(link(row('IV.I.1', 'IV.I.2')))
      .gives(linked(row('IV.I.1', 'IV.I.2')));
    given()
      .as(officer)
      .when(link(row('IV.I.1', 'IV.I.2')))
      .isRefused('tying-plans-is-for-the-standing-agency');
    given()
      .when({ type: 'link', plan, earlier: plan, rows: [row('IV.I.1', 'IV.I.2')] })
      .isRefused('same-plan');
  });
  it('are tied by at most two thousand rows at once', () => {
    const many = Array.from({ length: 2_001 }, () => row('IV.I.1', 'IV.I.2'));
    given()
      .when(link(...many))
      .isRefused('too-many-rows');
  });
  it('tied the same way again write nothing; a row tied anew has the new row before it alone', () => {
    given(linked(row('IV.I.1', 'IV.I.2')))
      .when(link(row('IV.I.1', 'IV.I.2')))
      .givesNothing();
    given(linked(row('IV.I.1', 'IV.I.2')))
      .when(link(row('IV.I.1', 'IV.I.3')))
      .leaves((it) => expect(it.links.map((one) => one.earlier)).toEqual(['IV.I.3']));
  });
  it('are untied where they were tied', () => {
    const unlink: YearsCommand = { type: 'unlink', plan, earlier, rows: [itemCode('IV.I.1'), itemCode('IV.I.9')] };
    given(linked(row('IV.I.1', 'IV.I.2')))
      .when(unlink)
      .gives({ type: 'rows-unlinked', data: { plan, earlier, rows: [itemCode('IV.I.1')] } });
    given().when(unlink).givesNothing();
  });
});

describe('an unfinished task', () => {
  const carried: YearsEvent = {
    type: 'tasks-carried-over',
    data: { plan, earlier, tasks: [task(1)], document: '3/QĐ-UBND', on: localDate('2026-01-05') },
  };
  it('goes on in one task of the next plan, by a document, and is not carried over twice', () => {
    given()
      .when(carry(task(1)))
      .givesTypes('tasks-carried-over');
    given(carried)
      .when(carry(task(1), task(2)))
      .leaves((it) => expect(it.carried.map((one) => one.from)).toEqual([task(1).from, task(2).from]));
    given(carried)
      .when(carry(task(1)))
      .givesNothing();
    given()
      .when({ ...carry(task(1)), document: ' ' } as YearsCommand)
      .isRefused('words-missing');
  });
});
