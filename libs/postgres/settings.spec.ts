import { sharedBuffers } from './settings.js';

const gigabyte = 2 ** 30;

describe('the memory in which the embedded PostgreSQL holds pages', () => {
  it.each([
    ['a new plan', 0.02, 8, 128],
    ['a province', 0.5, 8, 1_024],
    ['a country', 12, 24, 6_144],
    ['a country on a small machine', 12, 4, 1_024],
    ['a machine too small for anything', 0.5, 0.25, 128],
  ])('%s: of %d GiB of data and %d of memory, %d MB', (_, data, memory, megabytes) => {
    expect(sharedBuffers(data * gigabyte, memory * gigabyte)).toBe(megabytes);
  });
});
