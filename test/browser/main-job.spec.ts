import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { startTestServer, type TestServer } from '../server.js';
import { startBrowser } from './chromium.js';
import { account, narrow, stranger, type Visitor, visitor } from './visitor.js';

/** The main job in a real browser against the real server: no page is told what to show. */

const health = '/tasks/267-2025/IV.VIII.3/so-y-te';
const standing = 'so-thong-tin-va-truyen-thong';
const planFile = new URL('../../seeds/plans/267-KH-UBND.txt', import.meta.url);

let server: TestServer;
let browser: Browser;
const open: Visitor[] = [];

const enter = async (role: Parameters<typeof visitor>[2], viewport?: typeof narrow) => {
  const it = await visitor(server, browser, role, viewport);
  open.push(it);
  return it;
};
const officer = () => enter({ role: 'officer', agency: 'so-y-te' });
const shown = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();

beforeAll(async () => {
  server = await startTestServer({ now: '2025-03-10T09:00:00+07:00' });
  browser = await startBrowser();
}, 180_000);

afterEach(async () => {
  const complaints = open.flatMap((it) => it.complaints);
  await Promise.all(open.splice(0).map((it) => it.leave()));
  expect(complaints).toEqual([]);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
}, 60_000);

describe('at the door', () => {
  it('a wrong password is refused in a sentence that takes the focus, and the right one opens the page', async () => {
    const { username, password } = await account(server, 'officer', 'so-y-te');
    const it = await stranger(server, browser);
    open.push(it);
    await it.go('/');
    await it.page.getByLabel('Tên đăng nhập').fill(username);
    await it.page.getByLabel('Mật khẩu', { exact: true }).fill('không phải');
    await it.page.getByRole('button', { name: 'Đăng nhập' }).click();
    await it.page.getByRole('alert').waitFor();
    expect(await it.page.getByLabel('Tên đăng nhập').inputValue()).toBe(username);
    await it.page.getByLabel('Mật khẩu', { exact: true }).fill(password);
    await it.page.getByRole('button', { name: 'Đăng nhập' }).click();
    await it.page.getByRole('heading', { name: 'Sở Y tế', level: 1 }).waitFor();
    expect(new URL(it.page.url()).pathname).toBe('/mine');
  });
});

describe('a reporting agency', () => {
  it('reports, and finds the report in the timeline, the register and the scorecard down to the event', async () => {
    const { page, go } = await officer();
    await go(health);
    await page.getByRole('button', { name: 'Cập nhật tiến độ' }).click();
    await page.getByRole('button', { name: 'Gửi báo cáo' }).click();
    await shown(page, 'Có 2 chỗ cần sửa');

    await page.getByLabel('Tiến độ đạt được').fill('12,5');
    await page.getByLabel('Việc đã làm, kết quả').fill('Đã lập hồ sơ sức khỏe điện tử cho 12 xã.');
    await page.locator('input[type=file]').setInputFiles({ name: 'anh.png', mimeType: 'image/png', buffer: png });
    await shown(page, 'anh.png');
    await page.getByRole('button', { name: 'Gửi báo cáo' }).click();
    await shown(page, 'Đã ghi báo cáo tiến độ');

    const timeline = page.locator('section', { has: page.getByRole('heading', { name: /^Diễn biến/ }) });
    await timeline.getByText('Đã lập hồ sơ sức khỏe điện tử cho 12 xã.').waitFor();

    await go('/tasks?q=suc+khoe+dien+tu');
    const row = page.locator('tr[data-row]', { hasText: 'IV.VIII.3' });
    await row.getByText('12,5%').waitFor();
    expect(await page.locator('tr[data-row]').count()).toBe(1);

    await go('/scorecards');
    await page.getByRole('heading', { name: 'Sở Y tế', level: 1 }).waitFor();
    const figure = page.locator('[data-figure=openInTime]');
    await figure.getByRole('button').click();
    const task = figure.locator('li', { hasText: 'IV.VIII.3' });
    await task.getByText(/Báo cáo tiến độ/).waitFor();
    await task.getByRole('link', { name: 'sự kiện 2' }).click();
    await page.locator('#event-2[data-marked]').waitFor();
  });

  it('loses nothing when the browser is closed in the middle of a form', async () => {
    const { page, go } = await officer();
    await go(`${health}?do=report-delay`);
    await page.getByLabel('Giải trình').fill('Chờ kết quả đấu thầu.');
    await page.reload({ waitUntil: 'networkidle' });
    await shown(page, 'Đã lấy lại nội dung đang nhập dở.');
    expect(await page.getByLabel('Giải trình').inputValue()).toBe('Chờ kết quả đấu thầu.');
  });

  it('is shown both sides when somebody else wrote in between, and decides', async () => {
    const { page, go } = await officer();
    await go(`${health}?do=report-milestone`);
    await page.getByLabel('Tiến độ đạt được').fill('21');
    await page.getByLabel('Việc đã làm, kết quả').fill('Bản của tôi.');
    const colleague = await server.as('head', 'so-y-te');
    const wrote = await colleague.post(`${health}/milestones`, {
      progress: 20,
      narrative: 'Bản của đồng nghiệp.',
      evidence: [],
      occurredOn: '2025-03-10',
    });
    expect(wrote.status).toBe(201);
    await page.getByRole('button', { name: 'Gửi báo cáo' }).click();
    const conflict = page.getByRole('region', { name: 'Nhiệm vụ vừa có người cập nhật' });
    await conflict.getByText('Bản của đồng nghiệp.').waitFor();
    await conflict.getByText('Bản của tôi.').waitFor();
    await page.getByRole('button', { name: 'Vẫn gửi nội dung của tôi' }).click();
    await shown(page, 'Đã ghi báo cáo tiến độ');
  });

  it('reads a refusal of the rules in its own words, at the field', async () => {
    const { page, go } = await officer();
    await go(`${health}?do=report-milestone`);
    await page.getByLabel('Tiến độ đạt được').fill('130');
    await page.getByLabel('Việc đã làm, kết quả').fill('Quá một trăm.');
    await page.getByRole('button', { name: 'Gửi báo cáo' }).click();
    await page.getByRole('link', { name: /không phải tiến độ/ }).click();
    expect(await page.evaluate('document.activeElement.id')).toBe('report-milestone-progress');
  });
});

describe('the steering committee', () => {
  it('sees what is overdue by agency, with the four official numbers, and comes to the tasks', async () => {
    const { page, go } = await enter({ role: 'committee' });
    await go('/board');
    await page.getByRole('link', { name: /Chưa hoàn thành, quá hạn 2\/1\d\d/ }).waitFor();
    const row = page.locator('tr[data-row]', { hasText: 'Sở Thông tin và Truyền thông' });
    await row.getByText('38 ngày').waitFor();
    await row.getByRole('button').click();
    await page.getByRole('link', { name: 'Kiện toàn Ban Chỉ đạo chuyển đổi số tỉnh Cà Mau' }).waitFor();
    await page.getByRole('link', { name: /Chưa hoàn thành, quá hạn/ }).click();
    await page.waitForURL(/cell=overdue/);
    // The address changes first; until the register is there the rows are those of the board.
    await page.getByRole('heading', { name: 'Sổ nhiệm vụ', level: 1 }).waitFor();
    await page.locator('tr[data-row]').nth(1).waitFor();
    expect(await page.locator('tr[data-row]').count()).toBe(2);
  });
});

describe('whoever decides', () => {
  it('the committee grants from the board what an agency asked for, and the first deadline stays on the page', async () => {
    const id = '267-2025/IV.VIII.4/so-giao-duc-va-dao-tao';
    const agency = await server.as('officer', 'so-giao-duc-va-dao-tao');
    const asked = await agency.post(`/tasks/${id}/extensions`, {
      until: '2026-02-27',
      reason: 'Chờ Trung ương bố trí vốn.',
      evidence: [],
    });
    expect(asked.status).toBe(201);
    const { page, go } = await enter({ role: 'committee' });
    await go('/board');
    const request = page.locator('li', { hasText: 'Chờ Trung ương bố trí vốn.' });
    await request.getByRole('link', { name: 'Cho gia hạn', exact: true }).click();
    expect(await page.getByLabel('Cho gia hạn đến ngày').inputValue()).toBe('27/02/2026');
    await page.getByRole('button', { name: 'Cho gia hạn' }).click();
    await shown(page, 'Đã cho gia hạn');
    await shown(page, 'Thời hạn đầu tiên: 31/12/2025.');
  });

  it('the standing agency changes who coordinates, and the plan’s other words stay', async () => {
    const { page, go } = await enter({ role: 'standing', agency: standing });
    await go(`${health}?do=change-coordination`);
    await page.locator('#change-coordination-coordinating').fill('so tu phap');
    await page.getByRole('option', { name: 'Sở Tư pháp' }).click();
    await page.keyboard.press('Escape');
    await page.getByLabel('Lý do').fill('Cần thẩm định văn bản.');
    await page.getByRole('button', { name: 'Ghi thay đổi' }).click();
    await shown(page, 'Đã đổi cơ quan phối hợp');
    await shown(page, /Công an tỉnh; .*Sở Tư pháp/);
  });
});

describe('anybody', () => {
  it('moves to a day in the past, is told so in amber, and comes back', async () => {
    const { page, go } = await enter({ role: 'interior' });
    await go('/tasks?asOf=2025-01-15');
    await shown(page, /Đang xem quá khứ: mọi số liệu là của ngày 15\/01\/2025/);
    const overdue = page.getByRole('button', { name: /^Quá hạn/ });
    expect(await overdue.count()).toBe(0);
    await page.getByRole('status').getByRole('button', { name: 'Về hôm nay' }).click();
    await overdue.waitFor();
    expect(page.url()).not.toContain('asOf');
  });

  it('is told why a task has its status, each step leading to its event', async () => {
    const { page, go } = await enter({ role: 'interior' });
    await go(`/tasks/267-2025/IV.I.1/${standing}`);
    const why = page.locator('section', { has: page.getByRole('heading', { name: 'Vì sao có tình trạng này?' }) });
    await why
      .getByText(/31\/01\/2025/)
      .first()
      .waitFor();
    await why.getByRole('link', { name: 'sự kiện 1' }).click();
    await page.locator('#event-1:target').waitFor();
  });

  it('changes the language of the page and of the sentences, and finds it so next time', async () => {
    const { page, go } = await enter({ role: 'interior' });
    await go(`/tasks/267-2025/IV.I.1/${standing}`);
    await page.getByRole('button', { name: 'EN', exact: true }).click();
    await page.getByRole('heading', { name: 'Why this status?' }).waitFor();
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
    await page
      .getByText(/^Assigned to/)
      .first()
      .waitFor();
    await page.reload({ waitUntil: 'networkidle' });
    await page.getByRole('heading', { name: 'Why this status?' }).waitFor();
  });

  it('takes the register home as a table that a spreadsheet opens', async () => {
    const { page, go } = await enter({ role: 'interior' });
    await go('/tasks?status=overdue');
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Tải CSV' }).click()]);
    const text = readFileSync(await download.path(), 'utf8');
    expect(text.startsWith('\uFEFFMã,')).toBe(true);
    expect(text.trimEnd().split('\r\n')).toHaveLength(3);
  });

  it('is warned on the page when its figures no longer follow the record', async () => {
    const { page, go } = await enter({ role: 'interior' });
    await page.route('**/api/overdue*', async (route) => {
      const answer = await route.fetch();
      const body = await answer.json();
      await route.fulfill({ response: answer, json: { ...body, freshness: { ...body.freshness, state: 'stopped' } } });
    });
    await go('/board');
    await page
      .getByRole('alert')
      .getByText(/phần tính số liệu đã dừng/)
      .waitFor();
  });

  it('walks by keyboard, and is left alone while a Vietnamese word is being composed', async () => {
    const { page, go } = await enter({ role: 'interior' });
    await go('/scorecards');
    await page.locator('tr[data-row]').first().waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    // The address changes first; until the register is there the rows are those of the page before.
    await page.getByRole('heading', { name: 'Sổ nhiệm vụ', level: 1 }).waitFor();
    await page.locator('tr[data-row]').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    expect(await page.evaluate('document.activeElement.closest("tr") === document.querySelector("tr[data-row]")')).toBe(true);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Vì sao có tình trạng này?' }).waitFor();
    await page.evaluate('document.activeElement.blur()');
    await page.evaluate('window.dispatchEvent(new KeyboardEvent("keydown", { key: "?", isComposing: true }))');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Phím tắt' }).waitFor();
    await page.keyboard.press('Escape');
    // The closing window gives the focus back when it has faded.
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    // Under load Chromium gives the focus back some time after the window has gone; who presses again has it.
    const sought = page.locator('input[type="search"]:focus');
    for (let tries = 0; tries < 5 && (await sought.count()) === 0; tries++) {
      await page.keyboard.press('/');
      await sought.waitFor({ timeout: 2_000 }).catch(() => undefined);
    }
    await sought.waitFor();
  });
});

describe('the auditor', () => {
  it('finds a task in the record, in sentences, and replays it to its first version', async () => {
    const { page, go } = await enter({ role: 'auditor' });
    await go(`/history?task=${encodeURIComponent('267-2025/IV.I.1/so-thong-tin-va-truyen-thong')}`);
    await page
      .getByRole('button', { name: /^Nguyên bản/ })
      .last()
      .click();
    await page.getByRole('dialog').getByText('"type": "assigned"').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Dựng lại' }).last().click();
    await page.getByRole('heading', { name: 'Trạng thái sau phiên bản 1' }).waitFor();
    await page.getByRole('button', { name: 'Tiến' }).click();
    await page.getByRole('heading', { name: 'Trạng thái sau phiên bản 2' }).waitFor();
    await page.locator('section', { hasText: 'vừa đổi' }).first().waitFor();
  });
});

describe('the standing agency', () => {
  it('imports by looking first: the same plan again changes nothing, and its findings are on the page', async () => {
    const { page, go } = await enter({ role: 'standing', agency: standing });
    await go('/plans/import');
    await page
      .getByLabel('Chọn tệp kế hoạch hoặc kéo thả vào đây')
      .setInputFiles({ name: '267-KH-UBND.txt', mimeType: 'text/plain', buffer: readFileSync(planFile) });
    await shown(page, /không có gì thay đổi/);
    await page.getByRole('region', { name: 'Kết quả đọc tệp' }).getByText('33').waitFor();
    await page.getByRole('heading', { name: /^Cần quyết định/ }).waitFor();
    expect(await page.getByRole('button', { name: 'Xác nhận và ghi' }).isDisabled()).toBe(true);
  });

  it('amends the plan after seeing the difference, and is told which task its own rank may not move', async () => {
    const { page, go } = await enter({ role: 'standing', agency: standing });
    await go('/plans/import');
    const amended = readFileSync(planFile, 'utf8').replace('Quí III/2025', 'Quí IV/2025');
    await page
      .getByLabel('Chọn tệp kế hoạch hoặc kéo thả vào đây')
      .setInputFiles({ name: '267-KH-UBND.txt', mimeType: 'text/plain', buffer: Buffer.from(amended) });
    await page.getByRole('heading', { name: 'Khác với bản đã nhập' }).waitFor();
    await shown(page, 'Quí IV/2025');
    await page.getByRole('button', { name: 'Xác nhận và ghi' }).click();
    await shown(page, 'Chưa chuyển được sang nhiệm vụ; cần người có thẩm quyền xử lý:');
    await page
      .getByRole('listitem')
      .filter({ hasText: `267-2025/IV.I.2/${standing}` })
      .waitFor();
    await go(`/tasks/267-2025/IV.I.2/${standing}`);
    await shown(page, '30/09/2025');
  });

  it('is told in a sentence when a file is no plan', async () => {
    const { page, go } = await enter({ role: 'standing', agency: standing });
    await go('/plans/import');
    await page
      .getByLabel('Chọn tệp kế hoạch hoặc kéo thả vào đây')
      .setInputFiles({ name: 'thu.txt', mimeType: 'text/plain', buffer: Buffer.from('Kính gửi anh chị, đây là một lá thư.') });
    await page
      .getByRole('alert')
      .getByText(/Mã lỗi/)
      .waitFor();
  });

  it('settles a finding, and the page says who ruled', async () => {
    const { page, go } = await enter({ role: 'standing', agency: standing });
    await go('/plans/267-2025?part=findings&severity=decision');
    const finding = page.locator('li[data-finding]').first();
    const words = await finding.locator('p').nth(1).textContent();
    await finding.getByRole('button', { name: 'Giữ nguyên' }).click();
    await finding.getByLabel('Căn cứ, ghi chú').fill('Giữ đúng lời văn đã ban hành.');
    await finding.getByRole('button', { name: 'Giữ nguyên' }).click();
    await shown(page, 'Đã ghi quyết định');
    // It is in the record now; a page opened afresh reads it from there.
    await go('/plans/267-2025?part=findings&severity=decision');
    await page
      .locator('li[data-settled]', { hasText: words ?? '' })
      .getByText('Giữ đúng lời văn đã ban hành.')
      .waitFor();
  });
});

describe('on a phone', () => {
  it('the register is cards, the places are under the thumb, and nothing runs over the edge', async () => {
    const { page, go } = await enter({ role: 'officer', agency: 'so-y-te' }, narrow);
    await go('/tasks');
    await page.locator('a[data-row]').first().waitFor();
    await page
      .getByRole('navigation', { name: 'Điều hướng nhanh' })
      .getByRole('link', { name: /Của tôi/ })
      .click();
    await page.getByRole('heading', { name: 'Sở Y tế', level: 1 }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(narrow.width);
  });
});

/** One red pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==',
  'base64',
);
