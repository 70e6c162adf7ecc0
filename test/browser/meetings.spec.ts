import { CommandBus } from '@nestjs/cqrs';
import type { Browser } from 'playwright-core';
import { instant, localDate } from '#language';
import { RunWatch } from '#tasks';
import { startTestServer, type TestServer } from '../server.js';
import { startBrowser } from './chromium.js';
import { chosen, seen } from './seeing.js';
import { narrow, visitor, wide } from './visitor.js';

/** Two meetings in the browser: convened, frozen, concluded in every way there is, and followed up at the next. */
describe('meetings in the browser', () => {
  let server: TestServer;
  let browser: Browser;
  let task: string;
  let item: string;
  const standing = { role: 'standing', agency: 'so-thong-tin-va-truyen-thong' } as const;
  const on = (day: string) => server.clock.set(instant(`${day}T09:00:00+07:00`));
  beforeAll(async () => {
    server = await startTestServer({ now: '2025-12-22T09:00:00+07:00' });
    const officer = await server.as('officer', 'so-y-te');
    const { body } = await officer.get('/tasks?agency=so-y-te&sort=item&size=50');
    const mine: { id: string; item: string; dueOn: string }[] = body.rows.filter(
      (it: { dueOn: string }) => it.dueOn === '2025-12-31',
    );
    task = mine[0]?.id ?? '';
    item = mine[0]?.item ?? '';
    const asked = { until: '2026-02-28', reason: 'Chờ hướng dẫn', evidence: [] };
    expect((await officer.post(`/tasks/${mine[1]?.id}/extensions`, asked)).status).toBe(201);
    const raised = { task, title: 'Chưa có định mức', description: 'Đã trình', waits: 'decision', since: '2025-12-20' };
    expect((await officer.post('/obstacles', raised)).status).toBe(201);
    on('2026-01-12');
    await server.running.app.get(CommandBus, { strict: false }).execute(new RunWatch(localDate('2026-01-12')));
    browser = await startBrowser();
  }, 200_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  }, 60_000);

  it('the standing agency convenes one and freezes its agenda, once', async () => {
    const visit = await visitor(server, browser, standing, wide);
    const { page } = visit;
    await visit.go('/meetings');
    await page.getByText('Chưa có phiên họp nào của kế hoạch này.').waitFor();
    await page.getByRole('button', { name: 'Triệu tập phiên họp' }).click();
    await page.getByText('Cần nhập: tên phiên họp.').first().waitFor();
    await page.getByLabel('Tên phiên họp').fill('Phiên họp tháng 1/2026');
    await seen(visit, 'meetings-convene', wide);
    await page.getByRole('button', { name: 'Triệu tập phiên họp' }).click();
    await page.getByRole('heading', { level: 1, name: 'Phiên họp tháng 1/2026' }).waitFor();
    await page.getByText('Chưa chốt: danh sách dưới đây là số liệu lúc này').waitFor();
    await page.locator('[data-concern=overdue]').first().waitFor();
    await page.getByRole('button', { name: 'Chốt nội dung họp' }).click();
    await page.getByText('Số liệu chốt lúc').waitFor();
    for (const concern of ['overdue', 'blocked', 'undated'])
      expect([concern, await page.locator(`[data-concern=${concern}]`).count()]).not.toEqual([concern, 0]);
    await seen(visit, 'meeting-agenda', wide);
    await page.getByRole('link', { name: 'Thay đổi từ phiên trước' }).click();
    await page.getByRole('button', { name: 'Nêu vướng mắc 1' }).click();
    await page.locator('[data-row]', { hasText: 'Chưa có định mức' }).waitFor();
    expect(await page.locator('[data-row]').count()).toBe(1);
    await seen(visit, 'meeting-changes', wide);
    await visit.leave();
  });

  it('the committee concludes in each way: a task, an extension, a cause, a directive, a reassignment, a note', async () => {
    const visit = await visitor(server, browser, { role: 'committee' }, wide);
    const { page } = visit;
    const conclusion = (n: number) => page.locator(`[data-conclusion="${n}"]`);
    const conclude = async (n: number, text: string) => {
      await page.getByLabel('Nội dung kết luận').fill(text);
      if (n === 1) await page.getByLabel('Thông báo kết luận').fill('15/TB-BCĐ');
      await page.getByRole('button', { name: 'Ghi kết luận' }).click();
      await conclusion(n).waitFor();
    };
    await visit.go('/meetings/267-2025/1?part=conclusions');
    await page.getByLabel('Kết luận này là').selectOption('new-task');
    await chosen(page, 'Cơ quan chủ trì', 'Sở Y tế');
    await page.getByLabel('Tên nhiệm vụ mới').fill('Hoàn thiện hồ sơ sức khỏe điện tử');
    await page.getByLabel('Thời hạn').fill('31/03/2026');
    await page.keyboard.press('Tab');
    await conclude(1, 'Giao Sở Y tế hoàn thiện hồ sơ sức khỏe điện tử.');
    await conclusion(1).getByRole('link', { name: 'KL-1.1' }).waitFor();

    await page.getByLabel('Kết luận này là').selectOption('extension');
    await page.getByRole('button', { name: 'Ghi kết luận' }).click();
    await page.getByText('Cần nhập: đề nghị gia hạn.').first().waitFor();
    const asked = (await (await server.as('committee')).get('/tasks?agency=so-y-te&sort=item&size=50')).body.rows.find(
      (it: { dueOn: string; id: string }) => it.dueOn === '2025-12-31' && it.id !== task,
    );
    await page.getByLabel('Nhiệm vụ', { exact: true }).and(page.locator('input')).fill(`${asked.item} · Sở Y tế`);
    await page.locator('[data-combobox-option]:visible').first().click();
    await page.getByLabel('Đề nghị gia hạn').selectOption({ index: 1 });
    await seen(visit, 'meeting-conclude', wide);
    await conclude(2, 'Đồng ý gia hạn như Sở Y tế đề nghị.');
    await conclusion(2).getByText('Đã chuyển thực hiện ngày 12/01/2026').waitFor();

    await page.getByRole('link', { name: 'Nội dung họp' }).click();
    await page.locator('[data-concern=blocked]').getByRole('link', { name: 'Kết luận về việc này' }).click();
    await chosen(page, 'Cơ quan phải làm tiếp', 'Sở Tài chính');
    await conclude(3, 'Sở Tài chính thẩm định trong tháng 1.');
    await conclusion(3).getByRole('link', { name: 'Mở vướng mắc' }).waitFor();

    await page.getByRole('link', { name: 'Nội dung họp' }).click();
    await page
      .getByRole('button', { name: /^Hiện tất cả/ })
      .first()
      .click();
    await page
      .getByRole('link', { name: `Kết luận về việc này ${item} Sở Y tế`, exact: true })
      .first()
      .click();
    await page.getByLabel('Nguyên nhân khách quan').selectOption('awaiting-decision');
    await page.getByLabel('Từ ngày').fill('05/01/2026');
    await page.getByLabel('Đến ngày').fill('12/01/2026');
    await page.keyboard.press('Tab');
    await conclude(4, 'Công nhận thời gian chờ quyết định là nguyên nhân khách quan.');
    await conclusion(4).getByText('Đã chuyển thực hiện').waitFor();

    await page.getByLabel('Kết luận này là').selectOption('reassignment');
    await page.getByLabel('Nhiệm vụ', { exact: true }).and(page.locator('input')).fill(`${item} · Sở Y tế`);
    await page.locator('[data-combobox-option]:visible').first().click();
    await chosen(page, 'Cơ quan nhận nhiệm vụ', 'Sở Y tế');
    await conclude(5, 'Chuyển cơ quan chủ trì.');
    // To whom it belongs already: the tasks’ own rule says no, and the conclusion says why.
    await conclusion(5).locator('[data-refusal]').waitFor();
    await page.getByLabel('Kết luận này là').selectOption('note');
    await conclude(6, 'Các cơ quan rà soát nhiệm vụ chưa xác định thời hạn.');
    await seen(visit, 'meeting-conclusions', wide);
    await visit.leave();
  }, 120_000);

  it('whoever only reads sees the agenda and what came of each conclusion, and no form', async () => {
    const reader = await visitor(server, browser, { role: 'officer', agency: 'so-y-te' }, narrow);
    await reader.go('/meetings/267-2025/1?part=conclusions');
    await reader.page.locator('[data-conclusion="6"]').waitFor();
    expect(await reader.page.getByRole('button', { name: 'Ghi kết luận' }).count()).toBe(0);
    await seen(reader, 'meeting-conclusions', narrow);
    await reader.go('/meetings/267-2025/1');
    await reader.page.locator('[data-concern=overdue]').first().waitFor();
    await seen(reader, 'meeting-agenda', narrow);
    await reader.leave();
  });

  it('the next meeting opens with what was done of the last one’s conclusions', async () => {
    on('2026-02-10');
    const client = await server.as('standing', standing.agency);
    const convened = { plan: '267-2025', number: 2, title: 'Phiên họp tháng 2/2026', sitsOn: '2026-02-10' };
    expect((await client.post('/meetings', convened)).status).toBe(201);
    const visit = await visitor(server, browser, standing, wide);
    const { page } = visit;
    await visit.go('/meetings/267-2025/2?part=earlier');
    await page.locator('[data-previous]', { hasText: 'Kết luận kỳ trước: 0/6 đã thực hiện' }).waitFor();
    for (const n of [1, 3]) {
      await page.getByRole('button', { name: `Rà soát 1.${n}` }).click();
      await page.getByLabel('Đến nay').selectOption('done');
      await page.getByLabel('Ghi chú').fill('Đã xong, có văn bản.');
      await page.getByRole('button', { name: 'Ghi kết quả rà soát' }).click();
      await page
        .locator('[data-verdict=done]')
        .nth(n === 1 ? 0 : 1)
        .waitFor();
    }
    await page.locator('[data-previous]', { hasText: 'Kết luận kỳ trước: 2/6 đã thực hiện' }).waitFor();
    await seen(visit, 'meeting-earlier', wide);
    await visit.go('/meetings');
    await page.getByText('Kết luận: 2/6 đã thực hiện').waitFor();
    await seen(visit, 'meetings', wide);
    await visit.leave();

    const hand = await visitor(server, browser, { role: 'committee' }, narrow);
    await hand.go('/meetings/267-2025/2?part=earlier');
    await hand.page.locator('[data-verdict=done]').first().waitFor();
    await seen(hand, 'meeting-earlier', narrow);
    await hand.go('/meetings');
    await hand.page.getByText('Kết luận: 2/6 đã thực hiện').waitFor();
    await seen(hand, 'meetings', narrow);
    await hand.leave();
  }, 120_000);
});
