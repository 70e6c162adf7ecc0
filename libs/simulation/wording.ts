import type { AgencyId, LocalDate } from '#language';
import type { Chance } from './chance.js';

/** The first clause of a task's words, short enough to stand in a sentence. */
export function subjectOf(title: string): string {
  const clause = title.split(/[;:.]|, (?=nhằm|gồm|trong đó|hướng)/u)[0]?.trim() ?? title;
  return clause.length > 110 ? `${clause.slice(0, clause.lastIndexOf(' ', 110))}…` : clause;
}

/** `so-y-te` and a count give `12/BC-SYT`. */
export const documentNumber = (kind: 'BC' | 'CV' | 'QĐ' | 'TB' | 'TTr', agency: AgencyId, count: number): string =>
  `${String(count).padStart(2, '0')}/${kind}-${agency
    .split('-')
    .map((word) => word[0] ?? '')
    .join('')
    .toUpperCase()}`;

const stages: readonly (readonly string[])[] = [
  [
    'Đã ban hành kế hoạch chi tiết và phân công đầu mối thực hiện nội dung “{subject}”.',
    'Đã thành lập tổ giúp việc, rà soát hiện trạng phục vụ “{subject}”.',
    'Đã họp triển khai với các đơn vị phối hợp về “{subject}” và thống nhất các mốc thực hiện.',
  ],
  [
    'Đang thực hiện “{subject}”; đã hoàn thành khảo sát tại các đơn vị, tổng hợp nhu cầu.',
    'Đã hoàn thành dự thảo hồ sơ của “{subject}” và lấy ý kiến các đơn vị liên quan.',
    'Đang triển khai thử nghiệm một phần nội dung “{subject}”, bước đầu vận hành ổn định.',
  ],
  [
    'Đã hoàn thành phần lớn khối lượng của “{subject}”; đang kiểm thử và khắc phục tồn tại.',
    'Đã mở rộng thực hiện “{subject}” ra toàn bộ phạm vi được giao; đang tổng hợp số liệu.',
    'Đã nghiệm thu kỹ thuật các hạng mục chính của “{subject}”.',
  ],
  [
    'Cơ bản hoàn thành “{subject}”; đang hoàn thiện hồ sơ, tài liệu minh chứng.',
    'Hoàn thành các nội dung còn lại của “{subject}”, chuẩn bị báo cáo kết quả.',
  ],
];

/** What an agency writes of its progress in that month. */
export function progressWords(chance: Chance, title: string, progress: number, day: LocalDate): string {
  const stage = stages[Math.min(stages.length - 1, Math.floor(progress / 27))] ?? [];
  return `${chance.pick(stage).replace('{subject}', subjectOf(title))} Số liệu đến hết ngày ${shownDay(day)}, ước đạt ${progress}% khối lượng.`;
}

export const completionWords = (title: string): string =>
  `Đã hoàn thành nhiệm vụ “${subjectOf(title)}”, sản phẩm đã bàn giao và đưa vào sử dụng; hồ sơ lưu tại đơn vị.`;

export const lateReasons = [
  { cause: 'coordinating-body', vi: 'Đơn vị phối hợp chưa cung cấp đủ số liệu theo đề nghị nên chưa tổng hợp được.' },
  { cause: 'procurement', vi: 'Thủ tục lựa chọn nhà thầu kéo dài, hợp đồng mới được ký trong tháng.' },
  { cause: 'funding', vi: 'Kinh phí phân khai chậm so với kế hoạch, chưa thể nghiệm thu hạng mục cuối.' },
  { cause: 'awaiting-decision', vi: 'Hồ sơ đã trình, đang chờ cấp có thẩm quyền phê duyệt.' },
  { cause: 'own', vi: 'Nhân sự phụ trách thay đổi, đơn vị đang bố trí lại để hoàn thành.' },
  { cause: 'law', vi: 'Quy định chuyên ngành vừa sửa đổi, phải điều chỉnh hồ sơ cho phù hợp.' },
] as const;

export const returnReasons = [
  'Báo cáo chưa kèm số văn bản minh chứng; đề nghị bổ sung.',
  'Số liệu chưa khớp với hệ thống báo cáo của tỉnh; đề nghị rà soát lại.',
  'Nội dung còn chung chung, chưa nêu kết quả cụ thể theo sản phẩm được giao.',
] as const;

export const exceedReasons = [
  'Hoàn thành vượt phạm vi được giao, đã nhân rộng thêm ngoài kế hoạch.',
  'Hoàn thành sớm và vượt chỉ tiêu khối lượng theo biên bản nghiệm thu.',
] as const;

const shownDay = (day: LocalDate) => day.split('-').reverse().join('/');

/** What the head of a body is called, by the id that the body has for ever. */
export function officeOf(agency: AgencyId): string {
  if (agency.startsWith('ubnd-')) return 'Chủ tịch';
  if (agency.startsWith('thanh-tra-')) return 'Chánh Thanh tra';
  if (agency.startsWith('van-phong-')) return 'Chánh Văn phòng';
  if (agency.startsWith('ban-')) return 'Trưởng ban';
  return 'Giám đốc';
}
