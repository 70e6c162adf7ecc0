import { Document, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from 'docx';
import { rowsOf } from './parsed-plan.js';
import { readPlan } from './read-plan.js';

const cell = (text: string, spans: { rowSpan?: number; columnSpan?: number } = {}) =>
  new TableCell({ children: text.split('\n').map((line) => new Paragraph(line)), ...spans });
const row = (...cells: TableCell[]) => new TableRow({ children: cells });

const plan = () =>
  new Document({
    sections: [
      {
        children: [
          new Paragraph('ỦY BAN NHÂN DÂN TỈNH SƠN LA'),
          new Paragraph('Số: 45/KH-UBND'),
          new Paragraph('Sơn La, ngày 20 tháng 01 năm 2026'),
          new Paragraph({ children: [new TextRun({ text: 'KẾ HOẠCH', bold: true })] }),
          new Paragraph('PHÁT TRIỂN DU LỊCH NĂM 2026'),
          new Paragraph('Chi tiết tại Phụ lục I kèm theo.'),
          new Paragraph('PHỤ LỤC I'),
          new Paragraph('DANH MỤC NHIỆM VỤ'),
          new Table({
            rows: [
              row(
                cell('STT', { rowSpan: 2 }),
                cell('Nội dung', { rowSpan: 2 }),
                cell('Phân công', { columnSpan: 2 }),
                cell('Thời hạn', { rowSpan: 2 }),
              ),
              row(cell('Cơ quan thực hiện'), cell('Cơ quan phối hợp')),
              row(cell('I'), cell('Hạ tầng', { columnSpan: 4 })),
              row(
                cell('1'),
                cell('Mở tuyến\nxe điện'),
                cell('Sở Xây dựng', { rowSpan: 2 }),
                cell('Sở Tài chính'),
                cell('Quý II/2026'),
              ),
              row(cell('2'), cell('Sửa bến'), cell(''), cell('')),
            ],
          }),
        ],
      },
    ],
  });

describe('a plan in .docx', () => {
  it('comes through the same door, spans spread out', async () => {
    const { plan: read, observations } = await readPlan(await Packer.toBuffer(plan()));
    expect(read).toMatchObject({
      id: '45-2026',
      number: '45/KH-UBND',
      adoptedOn: '2026-01-20',
      issuer: 'Ủy ban nhân dân tỉnh Sơn La',
    });
    const rows = rowsOf(read, 'tasks');
    expect(rows.map((it) => [it.row.code, it.section.title, it.row.cells])).toEqual([
      ['I.I.1', 'Hạ tầng', ['1', 'Mở tuyến\nxe điện', 'Sở Xây dựng', 'Sở Tài chính', 'Quý II/2026']],
      ['I.I.2', 'Hạ tầng', ['2', 'Sửa bến', 'Sở Xây dựng', '', '']],
    ]);
    expect(read.appendices[0]?.columns.map((column) => column.role)).toEqual(['ordinal', 'title', 'lead', 'coordinating', 'due']);
    expect(observations.map((it) => it.code)).toEqual(['signature-without-name']);
  });
  it('that is damaged is refused', async () => {
    const whole = await Packer.toBuffer(plan());
    await expect(readPlan(whole.subarray(0, whole.length - 400))).rejects.toThrow(
      expect.objectContaining({ code: 'file-unreadable' }),
    );
  });
});
