import type { Browser } from 'playwright-core';
import { instant } from '#language';
import { startTestServer, type TestServer } from '../server.js';
import { startBrowser } from './chromium.js';
import { chosen, seen } from './seeing.js';
import { narrow, visitor, wide } from './visitor.js';

/** A quarter in the browser: opened, written, signed, returned, late, closed, supplemented, reopened; and the matrix of it all. */
describe('reporting rounds in the browser', () => {
  let server: TestServer;
  let browser: Browser;
  const standing = { role: 'standing', agency: 'so-thong-tin-va-truyen-thong' } as const;
  const officer = { role: 'officer', agency: 'so-y-te' } as const;
  const head = { role: 'head', agency: 'so-y-te' } as const;
  const round = '/rounds/267-2025/2025-Q1';
  const report = `${round}/so-y-te`;
  const on = (day: string) => server.clock.set(instant(`${day}T09:00:00+07:00`));
  beforeAll(async () => {
    server = await startTestServer({ now: '2025-03-10T09:00:00+07:00' });
    browser = await startBrowser();
  }, 200_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  }, 60_000);

  it('the standing agency opens a quarter with the days the rules give, and exempts an agency with the reason', async () => {
    const visit = await visitor(server, browser, standing, wide);
    const { page } = visit;
    await visit.go('/rounds');
    await page.getByText('Chưa mở kỳ báo cáo nào.').waitFor();
    await page.getByRole('button', { name: 'Mở kỳ báo cáo' }).click();
    await page.getByLabel('Kỳ báo cáo', { exact: true }).selectOption('2025-Q1');
    await page.getByText('chốt số liệu 14/03/2025 · hạn gửi 18/03/2025').waitFor();
    await seen(visit, 'round-open', wide);
    await page.getByRole('button', { name: 'Mở kỳ báo cáo' }).click();
    await page.getByRole('heading', { level: 1, name: 'Báo cáo quý I/2025' }).waitFor();
    await page.getByRole('button', { name: 'Miễn báo cáo' }).click();
    await chosen(page, 'Cơ quan được miễn', 'Sở Tư pháp');
    await page.getByLabel('Lý do').fill('Đang sắp xếp tổ chức');
    await page.getByRole('button', { name: 'Miễn báo cáo' }).click();
    await page.getByText('Được miễn: Đang sắp xếp tổ chức').waitFor();
    await page.getByRole('button', { name: 'Chốt kỳ báo cáo' }).click();
    await page.getByRole('button', { name: 'Chốt kỳ báo cáo' }).click();
    await page.getByText('Hạn gửi là hết ngày 18/03/2025; hôm nay 10/03/2025 chưa chốt được.').first().waitFor();
    await seen(visit, 'round', wide);
    await page.getByRole('button', { name: 'EN', exact: true }).click();
    await page.getByRole('button', { name: 'Close the round' }).click();
    await page
      .getByText('Reports may be sent until the end of 18/03/2025; today is 10/03/2025, too early to close.')
      .first()
      .waitFor();
    await visit.leave();
  });

  it('an officer finds the report filled in from the task’s own reports, completes and saves it; its head signs it', async () => {
    const client = await server.as('officer', 'so-y-te');
    const { owed } = (await client.get(`${round}/reports/so-y-te`)).body;
    const told = { progress: 35, narrative: 'Đã triển khai tại 5 trung tâm y tế', evidence: [], occurredOn: '2025-03-07' };
    expect((await client.post(`/tasks/${owed[0].task}/milestones`, told)).status).toBe(201);
    const visit = await visitor(server, browser, officer, wide);
    const { page } = visit;
    await visit.go('/rounds');
    await page.getByRole('link', { name: '1 báo cáo kỳ phải làm' }).waitFor();
    await page.locator('[data-own]').click();
    await page.getByText('Điền sẵn từ 1 báo cáo tiến độ trong kỳ').waitFor();
    expect(await page.getByLabel(`Kết quả, khó khăn, kiến nghị ${owed[0].item}`).inputValue()).toBe(told.narrative);
    await page.getByLabel(`Tiến độ đạt được ${owed[0].item}`).fill('ba lăm');
    await page.getByRole('button', { name: 'Lưu báo cáo' }).click();
    await page.getByText('“ba lăm” không phải tiến độ').first().waitFor();
    await page.getByLabel(`Tiến độ đạt được ${owed[0].item}`).fill('37,5');
    await page.getByLabel(`Trong kỳ ${owed[1].item}`).selectOption('zero');
    await page.getByLabel(`Kết quả, khó khăn, kiến nghị ${owed[1].item}`).fill('Trong kỳ chưa phát sinh.');
    await page.getByLabel('Nhận xét chung').fill('Đề nghị bố trí kinh phí trong quý II.');
    await seen(visit, 'report-form', wide);
    await page.getByRole('button', { name: 'Lưu báo cáo' }).click();
    await page.getByText('chờ thủ trưởng cơ quan ký gửi').waitFor();
    await visit.leave();

    const signer = await visitor(server, browser, head, narrow);
    await signer.go(report);
    await signer.page.getByRole('button', { name: 'Ký và gửi' }).click();
    await signer.page.getByText(`Báo cáo nêu 2/${owed.length} nhiệm vụ.`).waitFor();
    await seen(signer, 'report-sign', narrow);
    await signer.page.getByRole('button', { name: 'Ký và gửi' }).click();
    await signer.page.getByText('Ký gửi ngày 10/03/2025: 2 nhiệm vụ có nội dung').waitFor();
    await signer.page.getByText('37,5%').waitFor();
    await seen(signer, 'report', narrow);
    await signer.leave();
  });

  it('the standing agency returns it with the reason; signed again after the closing day it is late, by working days', async () => {
    const visit = await visitor(server, browser, standing, wide);
    const { page } = visit;
    await visit.go(report);
    await page.getByRole('button', { name: 'Trả lại báo cáo' }).click();
    await page.getByRole('button', { name: 'Trả lại báo cáo' }).click();
    await page.getByText('Cần nhập: trả lại vì sao, cần sửa gì.').first().waitFor();
    await page.getByLabel('Trả lại vì sao').fill('Thiếu số văn bản minh chứng');
    await page.getByRole('button', { name: 'Trả lại báo cáo' }).click();
    await page.getByText('Báo cáo bị trả lại: Thiếu số văn bản minh chứng').waitFor();
    await seen(visit, 'report-returned', wide);
    await visit.leave();
    on('2025-03-20');
    const signer = await visitor(server, browser, head, wide);
    await signer.go(report);
    await signer.page.getByRole('button', { name: 'Lưu báo cáo' }).click();
    await signer.page.getByText('Đã lưu báo cáo').waitFor();
    await signer.page.getByRole('button', { name: 'Ký và gửi' }).click();
    await signer.page.getByRole('button', { name: 'Ký và gửi' }).click();
    await signer.page.getByText('trễ 2 ngày').waitFor();
    await signer.leave();
  });

  it('closed, it takes supplements only; reopened with a reason', async () => {
    const visit = await visitor(server, browser, standing, wide);
    const { page } = visit;
    await visit.go(round);
    await page.getByRole('button', { name: 'Chốt kỳ báo cáo' }).click();
    await page.getByText('Đã nhận 1/').waitFor();
    await page.getByRole('button', { name: 'Chốt kỳ báo cáo' }).click();
    await page.getByText('Đã đóng ngày 20/03/2025').waitFor();
    await visit.leave();

    const late = await visitor(server, browser, { role: 'officer', agency: 'so-y-te' }, wide);
    await late.go(report);
    await late.page.getByRole('button', { name: 'Bổ sung sau chốt' }).click();
    await late.page.getByLabel('Nhiệm vụ bổ sung').and(late.page.locator('input')).click();
    await late.page.locator('[data-combobox-option]:visible').first().click();
    await late.page.getByLabel('Tiến độ đạt được').fill('40');
    await late.page.getByLabel('Kết quả, khó khăn').fill('Thêm 2 trung tâm y tế');
    await late.page.getByLabel('Vì sao bổ sung').fill('Số liệu có sau ngày chốt');
    await seen(late, 'report-supplement', wide);
    await late.page.getByRole('button', { name: 'Bổ sung sau chốt' }).click();
    await late.page.locator('[data-supplement]', { hasText: 'Số liệu có sau ngày chốt' }).waitFor();
    await seen(late, 'report', wide);
    await late.leave();

    const again = await visitor(server, browser, standing, wide);
    await again.go(round);
    await again.page.getByRole('button', { name: 'Mở lại kỳ' }).click();
    await again.page.getByLabel('Lý do').fill('Ủy ban yêu cầu rà soát lại');
    await again.page.getByRole('button', { name: 'Mở lại kỳ' }).click();
    await again.page.getByText('Mở lại ngày 20/03/2025: Ủy ban yêu cầu rà soát lại').waitFor();
    await again.leave();
  });

  it('calls an ad hoc round, whose closing day is not taken when it is too near, in the user’s language', async () => {
    const visit = await visitor(server, browser, standing, wide);
    const { page } = visit;
    await visit.go('/rounds?do=open');
    await page.getByLabel('Loại kỳ').selectOption('ad-hoc');
    await page.getByLabel('Tên kỳ báo cáo').fill('Báo cáo đột xuất về an toàn thông tin');
    await page.getByLabel('Số liệu từ ngày').fill('01/03/2025');
    await page.getByLabel('Chốt số liệu ngày').fill('21/03/2025');
    await page.getByLabel('Hạn gửi báo cáo').fill('21/03/2025');
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'Mở kỳ báo cáo' }).click();
    await page.getByText('sớm nhất là 24/03/2025').first().waitFor();
    await page.getByLabel('Hạn gửi báo cáo').fill('25/03/2025');
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'Mở kỳ báo cáo' }).click();
    await page.getByRole('heading', { level: 1, name: 'Báo cáo đột xuất về an toàn thông tin' }).waitFor();
    await visit.leave();
  });

  it('a task without a date, not spoken of in two rounds, comes before the committee by itself', async () => {
    on('2025-03-26');
    for (const viewport of [wide, narrow]) {
      const visit = await visitor(server, browser, { role: 'committee' }, viewport);
      await visit.go('/board');
      await visit.page.locator('[data-silent-rounds] li', { hasText: 'kỳ 2025-DX-0321, 2025-Q1' }).first().waitFor();
      await seen(visit, 'board-silent', viewport);
      await visit.leave();
    }
    on('2025-03-20');
  });

  describe.each([
    ['at 1440 px', wide],
    ['at 390 px', narrow],
  ] as const)('%s', (_, viewport) => {
    it('the matrix says of each agency and round what the sign means, in words', async () => {
      const visit = await visitor(server, browser, { role: 'committee' }, viewport);
      const { page } = visit;
      await visit.go('/rounds?view=matrix');
      const row = page.locator('tr', { has: page.getByRole('rowheader', { name: 'Sở Y tế', exact: true }) });
      await row.locator('[data-cell=late]', { hasText: 'trễ 2 ngày' }).waitFor();
      await page.locator('[data-cell=exempt]', { hasText: 'miễn' }).waitFor();
      await page.locator('[data-cell=missing]', { hasText: 'chưa nộp' }).first().waitFor();
      await seen(visit, 'round-matrix', viewport);
      await visit.go('/rounds');
      await page.locator('[data-row]').first().waitFor();
      await seen(visit, 'rounds', viewport);
      await visit.go(round);
      await page.locator('[data-row]').first().waitFor();
      await seen(visit, 'round', viewport);
      await visit.leave();
    });
  });
});
