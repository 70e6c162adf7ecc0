import { Refusal } from './refusal.js';
import { words } from './words.js';

const refusal = (text: string, most: number, least?: number): Refusal | null => {
  try {
    words(text, 'note', most, least);
    return null;
  } catch (error) {
    return error as Refusal;
  }
};

describe('words that somebody gave', () => {
  it('are kept without blanks at their ends and composed, however the keyboard wrote their marks', () => {
    expect(words('  Sở Y tế \n', 'note', 20)).toBe('Sở Y tế');
    expect(words('Sở Y tế'.normalize('NFD'), 'note', 20)).toBe('Sở Y tế'.normalize('NFC'));
  });
  it('are counted by what people take for a letter: a mark apart or a letter of two units counts once', () => {
    expect(refusal('ế'.normalize('NFD').repeat(5), 5)).toBeNull();
    expect(refusal('𠀀'.repeat(5), 5)).toBeNull();
  });
  it('are refused when there are none and when there are too many, each with the figures', () => {
    expect(refusal('   ', 5)).toMatchObject({ code: 'words-missing', field: 'note', figures: { length: 0, least: 1, most: 5 } });
    expect(refusal('sáu từ', 5)).toMatchObject({ code: 'words-too-long', field: 'note', figures: { length: 6, most: 5 } });
    expect(refusal('', 5, 0)).toBeNull();
  });
});
