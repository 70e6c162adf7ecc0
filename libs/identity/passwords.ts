import { randomBytes, randomInt } from 'node:crypto';
import { Algorithm, hash, verify } from '@node-rs/argon2';
import { Refusal } from '#language';

/** OWASP's second profile for argon2id: 19 MiB, two passes, one lane. */
const cost = { algorithm: 2 satisfies Algorithm, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Length in characters. No composition rules and no expiry (NIST SP 800-63B, OWASP ASVS 5.0 6.2). */
export const passwordLength = { least: 8, most: 128 } as const;

/** Vietnamese keyboards may give composed or decomposed letters for the same key presses. */
const normal = (password: string) => password.normalize('NFC');

export const hashed = (password: string): Promise<string> => hash(normal(password), cost);

let nobody: Promise<string> | undefined;

/** Takes the same time whether there is an account or not: without a hash it checks one that nobody's password has. */
export async function matches(stored: string | null, password: string): Promise<boolean> {
  nobody ??= hashed(randomBytes(24).toString('base64url'));
  const right = await verify(stored ?? (await nobody), normal(password));
  return stored !== null && right;
}

/** A shorter username stands in many a good password by chance. */
const tellingUsername = 4;

/** What is chosen by a person must not hold the username; what was drawn at random needs no such check. */
const givesAway = (password: string, username: string): boolean => {
  const [typed, name] = [normal(password).toLowerCase(), username.toLowerCase()];
  return [...name].length < tellingUsername ? typed === name : typed.includes(name);
};

/** Refuses a chosen password that is too short, too long, holds the username or repeats a few characters. */
export function mustBeAcceptable(password: string, username: string, field = 'password'): void {
  const length = [...normal(password)].length;
  const { least, most } = passwordLength;
  if (length < least || length > most)
    throw new Refusal('password-length', {
      kind: 'invalid',
      field,
      vi: `Mật khẩu dài ${length} ký tự; cần từ ${least} đến ${most} ký tự.`,
      en: `The password has ${length} characters; it needs ${least} to ${most}.`,
      figures: { length, least, most },
    });
  if (givesAway(password, username) || new Set(normal(password)).size < 4)
    throw new Refusal('password-guessable', {
      kind: 'invalid',
      field,
      vi: `Mật khẩu quá dễ đoán: chứa tên đăng nhập “${username}” hoặc chỉ lặp lại vài ký tự.`,
      en: `The password is too easy to guess: it contains the username “${username}” or repeats a few characters.`,
    });
}

// No l, 1, o, 0: read aloud and typed by hand.
const letters = 'abcdefghijkmnpqrstuvwxyz23456789';

/** A password to hand over once: four groups of four, 80 random bits. */
export const generatedPassword = (): string =>
  Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')).join('-');
