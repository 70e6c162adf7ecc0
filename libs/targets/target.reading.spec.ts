import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { readThresholds, resultsIn } from './target.reading.js';
import { thresholdInWords } from './target.thresholds.js';

/** The printed sentences of a table of the plan, by section and ordinal. */
function printed(table: string): ReadonlyMap<string, string> {
  const text = readFileSync('seeds/plans/267-KH-UBND.txt', 'utf8');
  const lines = text
    .slice(text.indexOf(`\nPHỤ LỤC ${table}\n`) + 1)
    .split('\n')
    .slice(1);
  const rows = new Map<string, string>();
  let section = '';
  for (const line of lines) {
    if (line.startsWith('PHỤ LỤC')) break;
    const [ordinal = '', title = ''] = line.split('|').map((it) => it.trim());
    if (/^[IVX]+$/.test(ordinal)) section = ordinal;
    else if (/^\d+$/.test(ordinal)) rows.set(`${section}.${ordinal}`, title);
  }
  return rows;
}

/** A reading in one line: key, comparison, what is measured; ∗ where the plan strives for it. */
const inOneLine = (sentence: string) =>
  readThresholds(sentence).map(
    (it) => `${it.key}: ${thresholdInWords(it).vi}${it.striving ? ' ∗' : ''} | ${it.printed} | ${it.of}`,
  );

/** What the 28 sentences of Appendix III ask. Long subjects are given by their beginning. */
const readings: Readonly<Record<string, readonly string[]>> = {
  'I.1': ['a: ≥ 100% | 100% | thủ tục hành chính đủ điều kiện'],
  'I.2': ['a: ≥ 85% ∗ | Phấn đấu 85% | tỷ lệ hồ sơ trực tuyến toàn trình'],
  'I.3': ['a: ≥ 100% | 100% | văn bản trao đổi giữa các cơ quan nhà nước'],
  'I.4': [
    'a: ≥ 95% | 95% | hồ sơ công việc tại cấp tỉnh',
    'b: ≥ 90% | 90% | hồ sơ công việc tại cấp huyện',
    'c: ≥ 85% | 85% | hồ sơ công việc tại cấp xã được xử lý trên môi trường mạng',
  ],
  'I.5': ['a: ≥ 100% | 100% | chế độ báo cáo, chỉ tiêu tổng hợp báo cáo định kỳ'],
  'I.6': ['a: ≥ 100% | 100% | cơ quan nhà nước cấp tỉnh tham gia mở dữ liệu'],
  'I.7': ['a: ≥ 100% | 100% | người dân và doanh nghiệp sử dụng dịch vụ công trực tuyến'],
  'I.8': ['a: ≥ 90% | Tối thiểu 90% | người dân, doanh nghiệp hài lòng'],
  'I.9': ['a: ≥ 100% | 100% | cán bộ, công chức, viên chức được tập huấn'],
  // Cut off in the published text; what is there is read.
  'I.10': ['a: ≥ 50% | 50% | hoạt động kiểm tra, đánh giá của cơ quan quản lý nhà nước được thực'],
  'II.1': ['a: ≥ 70% | đạt 70% | Tỷ lệ doanh nghiệp SMEs tiếp cận nền tảng chuyển đổi số'],
  'II.2': ['a: ≥ 10 doanh nghiệp | đạt 10 doanh nghiệp | Số lượng doanh nghiệp công nghệ số'],
  'II.3': ['a: ≥ 10% GRDP | đạt 10% GRDP | Tỷ trọng kinh tế số'],
  'II.4': ['a: ≥ 10% | đạt 10% | Tỷ trọng thương mại điện tử trong tổng mức bán lẻ'],
  'II.5': ['a: > 80% | đạt trên 80% | Tỷ lệ doanh nghiệp sử dụng hợp đồng điện tử trong lĩnh vực thương mại'],
  'II.6': ['a: tăng ≥ 7% | tăng tối thiểu 7% | Năng suất lao động hàng năm'],
  'III.1': ['a: ≥ 100% | phủ 100% | trường học, bệnh viện', 'b: > 80% | trên 80% | hộ gia đình có nhu cầu'],
  'III.2': ['a: ≥ 90% ∗ | 90% | tỷ lệ dân số trưởng thành có điện thoại thông minh'],
  'III.3': ['a: ≥ 70% | đạt 70% | Tỷ lệ các cơ sở giáo dục tiểu học đến trung học phổ thông'],
  'III.4': ['a: ≥ 80% | đạt 80% | Tỷ lệ các cơ sở đào tạo đại học, cao đẳng'],
  // "15 tuổi" is no threshold.
  'III.5': ['a: ≥ 80% | 80% | Tỷ lệ dân số từ 15 tuổi trở lên có tài khoản ngân hàng'],
  'III.6': ['a: ≥ 70% | đạt 70% | Tỷ lệ người dân trong độ tuổi lao động được đào tạo kỹ năng số cơ bản'],
  'III.7': ['a: > 50% | đạt trên 50% | Tỷ lệ dân số trưởng thành có chữ ký số hoặc chữ ký điện tử cá nhân'],
  'III.8': ['a: ≥ 100% | 100% | các ấp, khóm đang lõm sóng'],
  // Neither the plan's number nor the date in parentheses is one.
  'III.9': ['a: ≥ 100% | đạt 100% | Tỷ lệ các bệnh viện, cơ sở khám chữa bệnh'],
  'III.10': [
    'a: ≥ 100% | đạt 100% | Tỷ lệ phê duyệt cấp độ an toàn hệ thống thông tin của các cơ quan nhà nước',
    'b: ≥ 100% | đạt 100% | tỷ lệ triển khai đầy đủ phương án bảo đảm an toàn hệ thống thông tin',
  ],
  'IV.1': ['a: hoàn thành |  | Hoàn thiện phát triển hạ tầng dữ liệu'],
  'IV.2': ['a: ≥ 100% ∗ | Phấn đấu hoàn thành 100% | việc thu thập, chuẩn hóa, kết nối và chia sẻ dữ liệu'],
};

describe('the thresholds of a sentence', () => {
  const sentences = printed('III');

  it('are those of all 28 printed targets', () => expect([...sentences.keys()]).toEqual(Object.keys(readings)));

  it.each(Object.entries(readings))('of III.%s are read', (ordinal, expected) => {
    const read = inOneLine(sentences.get(ordinal) ?? '');
    expect(read.map((line, i) => line.slice(0, expected[i]?.length ?? 0))).toEqual(expected);
    expect(read).toHaveLength(expected.length);
  });

  it('of last year’s table are read by the same rules, its three-in-one row as three', () => {
    const results = [...printed('I').values()].map(readThresholds);
    expect(results).toHaveLength(24);
    expect(results.map((it) => it.length).filter((count) => count > 1)).toEqual([3, 2]);
    expect(results.flat().filter((it) => it.kind === 'state')).toHaveLength(1);
  });

  it.each([
    [
      'Xây dựng tối thiểu 3 nền tảng số dùng chung.',
      'a: ≥ 3 nền tảng số dùng chung | tối thiểu 3 nền tảng số dùng chung | Xây dựng',
    ],
    ['Tỷ lệ sự cố không quá 2,5% tổng số phiên.', 'a: ≤ 2,5% | không quá 2,5% | tổng số phiên'],
    ['Thời gian xử lý giảm còn dưới 30%.', 'a: < 30% | giảm còn dưới 30% | Thời gian xử lý'],
    ['Đào tạo đạt 1.200 lượt người', 'a: ≥ 1.200 lượt người | đạt 1.200 lượt người | Đào tạo'],
    ['Ban hành bộ tiêu chí theo Quyết định số 12/QĐ-TTg', 'a: hoàn thành |  | Ban hành bộ tiêu chí theo Quyết định số 12/QĐ-TTg'],
  ])('of “%s” are read', (sentence, line) => expect(inOneLine(sentence)).toEqual([line]));

  it('are read from any words without failing, each number of the text at most once', () => {
    const piece = fc.oneof(
      fc.constantFrom('đạt', 'trên', 'tối thiểu', 'phấn đấu', 'tăng', ';', ',', 'và', '(', ')', '%', 'GRDP', 'hồ sơ', '15 tuổi'),
      fc.integer({ min: 0, max: 2000 }).map(String),
      fc.integer({ min: 0, max: 100 }).map((it) => `${it}%`),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const text = pieces.join(' ');
        const read = readThresholds(text);
        expect(read.length).toBeGreaterThan(0);
        expect(read.length).toBeLessThanOrEqual(Math.max(1, (text.match(/\d+/g) ?? []).length));
        expect(read.map((it) => it.key)).toEqual(read.map((_, nth) => String.fromCharCode(97 + nth)));
      }),
    );
  });
});

describe('the percentages of a printed result', () => {
  it.each([
    ['- Cấp tỉnh: 91.60% - Cấp huyện: 87.12% - Cấp xã: 89.93%', ['91.6', '87.12', '89.93']],
    ['Ước đạt 9%', ['9']],
    ['7,25% (chưa đạt)', ['7.25']],
    ['100% trường học, bệnh viện và trên 80% hộ gia đình có kết nối Internet băng rộng.', ['100']],
    ['Đã triển khai', []],
    ['-', []],
  ])('of “%s” are %j', (result, values) => expect(resultsIn(result)).toEqual(values));
});
