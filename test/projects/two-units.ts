import type { Client } from '../server.js';

/** A plan, 7-2025, whose two tables of projects count money in different units. */
const document = [
  'ỦY BAN NHÂN DÂN TỈNH HOA LƯ | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
  'Số: 7/KH-UBND | Hoa Lư, ngày 05 tháng 01 năm 2025',
  'KẾ HOẠCH',
  'PHÁT TRIỂN DU LỊCH NĂM 2025',
  'KT. CHỦ TỊCH | Trần Văn Hai',
  'PHỤ LỤC I',
  'NHIỆM VỤ',
  'TT | Thời hạn | Công việc | Cơ quan thực hiện |',
  '1 | Năm 2025 | Mở tuyến xe điện | Sở Xây dựng |',
  'PHỤ LỤC II',
  'DANH MỤC DỰ ÁN',
  'Đơn vị tính: Nghìn đồng.',
  'STT | Dự án | Chủ đầu tư | Tổng mức đầu tư | Vốn phân khai |',
  '1 | Bến xe điện | Sở Y tế | 900.000 | 100.000 |',
  'PHỤ LỤC III',
  'DANH MỤC DỰ ÁN NHÓM A',
  'Đơn vị tính: Tỷ đồng.',
  'STT | Dự án | Chủ đầu tư | Tổng mức đầu tư | Vốn phân khai |',
  '1 | Cảng du lịch | Sở Xây dựng | 12,5 | 4 |',
].join('\n');

/** Imports it; `standing` is of the standing agency. */
export function importOfTwoUnits(standing: Client) {
  const form = new FormData();
  form.append('file', new Blob([document]), 'hoa-lu.txt');
  return standing.send('POST', '/plans/import?dryRun=false&leaveOut=true', { raw: form });
}
