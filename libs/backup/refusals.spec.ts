import { kindOf, readEnd, readEvent, readManifest } from './contents.js';

const refusedBy = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (error) {
    return error;
  }
};

describe('a backup that cannot be restored', () => {
  it.each([
    [() => readManifest('x'), 'có dòng không phải JSON', 'a line in it is not JSON'],
    [() => readManifest('{}'), 'không phải bản sao lưu của phần mềm này', 'it is no backup of this product'],
    [() => readEnd('{}'), 'phần kết (end.json) thiếu dữ liệu', 'its end is incomplete'],
    [() => readEvent('{}'), 'có sự kiện thiếu dữ liệu', 'an event in it is incomplete'],
    [() => kindOf('x'), 'có mục mang tên lạ', 'it has an entry of an unknown name'],
    [
      () => readManifest('{"product":"tiendo","format":9}'),
      'định dạng 9, bản này đọc đến 1',
      'format 9, this release reads up to 1',
    ],
  ])('says where it shows in the language of the sentence', (read, vi, en) => {
    const refused = refusedBy(read);
    expect(refused).toMatchObject({ vi: expect.stringContaining(`(${vi})`), en: expect.stringContaining(`(${en})`) });
    expect((refused as { vi: string }).vi).not.toContain(en);
  });
});
