import { type ArgumentMetadata, type ValidationError, ValidationPipe } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';
import { mislead, misleading, Refusal } from '#language';

export interface FieldError {
  /** Path in the body: `document.number`, `evidence.0.sha256`. */
  readonly field: string;
  readonly value?: unknown;
  readonly vi: string;
  readonly en: string;
}

/** A body or query whose shape is not right; says so field by field. */
export class InvalidShape extends Refusal {
  /** The first of them: who sends thousands of wrong fields is not answered with thousands of sentences. */
  readonly errors: readonly FieldError[];

  constructor(errors: readonly FieldError[]) {
    const first = errors[0];
    const more = errors.length > 1 ? errors.length - 1 : 0;
    super('invalid-shape', {
      kind: 'invalid',
      ...(first ? { field: first.field } : {}),
      vi: `${first?.vi ?? 'Dữ liệu gửi lên không hợp lệ.'}${more ? ` (và ${more} lỗi khác)` : ''}`,
      en: `${first?.en ?? 'What was sent is not valid.'}${more ? ` (and ${more} more)` : ''}`,
    });
    this.errors = errors.slice(0, mostErrors);
  }
}

const mostErrors = 50;

/** Levels of lists and objects in a body; ours have four. What goes over it is refused before anything walks down it. */
const deepest = 20;

function mustNotBeTooDeep(value: unknown): void {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest)
      throw new Refusal('too-deep', {
        kind: 'invalid',
        vi: `Nội dung gửi lên lồng nhau quá ${deepest} cấp.`,
        en: `What was sent is nested more than ${deepest} levels deep.`,
        figures: { deepest },
      });
    level = level.flatMap((it) => (typeof it === 'object' && it !== null ? Object.values(it) : []));
  }
}

/** Where a text lies that UTF-8 or PostgreSQL has no way to keep: with U+0000, or with half of a surrogate pair. */
function* unstorable(value: unknown, field: string): Generator<string> {
  if (typeof value === 'string' && /\0|\p{Surrogate}/u.test(value)) yield field;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    const at = field ? `${field}.${key}` : key;
    // Of a name that cannot be kept only what is above it is told.
    if (/\0|\p{Surrogate}/u.test(key)) yield field || '?';
    else yield* unstorable(part, at);
  }
}

/** The first text that would show something else than it says, with the character. A password is shown to nobody. */
function misleadingIn(value: unknown, field: string): { readonly field: string; readonly character: string } | null {
  if (typeof value === 'string') {
    const character = isSecret(field) ? undefined : misleading.exec(value)?.[0];
    return character === undefined ? null : { field, character };
  }
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, part] of Object.entries(value)) {
    const found = misleadingIn(part, field ? `${field}.${key}` : key);
    if (found) return found;
  }
  return null;
}

class Validation extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    // What our own decorators give (who acts, the envelope) was made here and not sent.
    if (metadata.type !== 'custom') mustNotBeTooDeep(value);
    const fields = metadata.type === 'custom' ? [] : [...unstorable(value, metadata.data ?? '')];
    if (fields.length > 0)
      throw new InvalidShape(
        [...new Set(fields)].map((field) => ({
          field,
          vi: `“${field}” chứa ký tự không lưu được (U+0000 hoặc nửa cặp surrogate); hãy bỏ ký tự đó.`,
          en: `“${field}” holds a character that cannot be kept (U+0000, or half of a surrogate pair); leave it out.`,
        })),
      );
    const found = metadata.type === 'custom' ? null : misleadingIn(value, metadata.data ?? '');
    if (found) throw mislead(found.character, found.field);
    return super.transform(value, metadata);
  }
}

/**
 * What a class asks of its fields never changes, and class-validator goes through all classes there are to find it, for each object that
 * it looks at: a quarter of the time that it takes.
 */
function findRulesOnce(): void {
  const rules = getMetadataStorage();
  const find = rules.getTargetValidationMetadatas.bind(rules);
  const found = new Map<unknown, ReturnType<typeof find>>();
  rules.getTargetValidationMetadatas = (target, schema, always, strictGroups, groups) => {
    if (schema || always || strictGroups || groups?.length) return find(target, schema, always, strictGroups, groups);
    const known = found.get(target) ?? find(target, schema, always, strictGroups, groups);
    found.set(target, known);
    return known;
  };
}
findRulesOnce();

/** Fields that no DTO names are refused, not dropped: a misspelt field must not be lost in silence. Nor does text pass that no database keeps. */
export const validation = () =>
  new Validation({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    stopAtFirstError: false,
    exceptionFactory: (errors) => new InvalidShape(errors.flatMap((error) => fieldErrors(error, ''))),
  });

function fieldErrors(error: ValidationError, above: string): FieldError[] {
  const field = above ? `${above}.${error.property}` : error.property;
  const constraints = Object.entries(error.constraints ?? {});
  // What is not there at all need not also be told that it is no text and too short.
  const missing = error.value === undefined && constraints.length > 0 && error.constraints?.whitelistValidation === undefined;
  const said = missing ? [['isDefined', ''] as const] : error.value === '' ? constraints.slice(0, 1) : constraints;
  const own = said.map(([constraint, message]) => ({
    field,
    ...shown(field, error.value),
    ...sentence(constraint, message, field, error.value),
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => fieldErrors(child, field))];
}

const isSecret = (field: string): boolean => /password|current/i.test(field);

/** What was given, when it is short and not a secret. */
function shown(field: string, value: unknown): { value?: unknown } {
  if (isSecret(field)) return {};
  if (typeof value === 'string') return { value: value.length > 100 ? `${value.slice(0, 100)}…` : value };
  return typeof value === 'number' || typeof value === 'boolean' || value === null ? { value } : {};
}

type Words = (figures: readonly string[], list: string) => { readonly vi: string; readonly en: string };

/** In two languages what class-validator says in one; figures and lists are taken from its sentence. */
const words: Readonly<Record<string, Words>> = {
  isString: () => ({ vi: 'phải là chữ', en: 'must be text' }),
  isNotEmpty: () => ({ vi: 'không được để trống', en: 'must not be empty' }),
  isDefined: () => ({ vi: 'phải có', en: 'is needed' }),
  isInt: () => ({ vi: 'phải là số nguyên', en: 'must be a whole number' }),
  isNumber: ([places]) => ({
    vi: `phải là một số${places ? `, nhiều nhất ${places} chữ số thập phân` : ''}`,
    en: `must be a number${places ? ` with at most ${places} decimals` : ''}`,
  }),
  isBoolean: () => ({ vi: 'phải là true hoặc false', en: 'must be true or false' }),
  isArray: () => ({ vi: 'phải là một danh sách', en: 'must be a list' }),
  isObject: () => ({ vi: 'phải là một đối tượng', en: 'must be an object' }),
  isUuid: () => ({ vi: 'phải là một UUID', en: 'must be a UUID' }),
  isISO8601: () => ({
    vi: 'phải là một ngày hoặc thời điểm, ví dụ 2025-03-31',
    en: 'must be a day or moment such as 2025-03-31',
  }),
  isDateString: () => ({ vi: 'phải là một ngày, ví dụ 2025-03-31', en: 'must be a day such as 2025-03-31' }),
  isHexadecimal: () => ({ vi: 'phải là các chữ số thập lục phân', en: 'must be hexadecimal digits' }),
  isHash: () => ({ vi: 'phải là mã SHA-256 (64 chữ số thập lục phân)', en: 'must be a SHA-256 (64 hexadecimal digits)' }),
  min: ([least]) => ({ vi: `phải từ ${least} trở lên`, en: `must be ${least} or more` }),
  max: ([most]) => ({ vi: `phải từ ${most} trở xuống`, en: `must be ${most} or less` }),
  minLength: ([least]) => ({ vi: `phải có ít nhất ${least} ký tự`, en: `needs at least ${least} characters` }),
  maxLength: ([most]) => ({ vi: `chỉ được nhiều nhất ${most} ký tự`, en: `may have at most ${most} characters` }),
  // A text that is empty or too short: class-validator names the least alone.
  isLength: (figures) =>
    figures.length > 1
      ? { vi: `phải có từ ${figures[0]} đến ${figures[1]} ký tự`, en: `needs ${figures[0]} to ${figures[1]} characters` }
      : { vi: `phải có ít nhất ${figures[0]} ký tự`, en: `needs at least ${figures[0]} characters` },
  arrayMaxSize: ([most]) => ({ vi: `chỉ được nhiều nhất ${most} phần tử`, en: `may have at most ${most} elements` }),
  arrayMinSize: ([least]) => ({ vi: `phải có ít nhất ${least} phần tử`, en: `needs at least ${least} elements` }),
  arrayNotEmpty: () => ({ vi: 'phải có ít nhất một phần tử', en: 'needs at least one element' }),
  isIn: (_, list) => ({ vi: `phải là một trong: ${list}`, en: `must be one of: ${list}` }),
  isEnum: (_, list) => ({ vi: `phải là một trong: ${list}`, en: `must be one of: ${list}` }),
  matches: (_, __) => ({ vi: 'không đúng dạng', en: 'is not of the right form' }),
  whitelistValidation: () => ({ vi: 'là trường không có trong yêu cầu này', en: 'is not a field of this request' }),
  nestedValidation: () => ({ vi: 'phải là một đối tượng', en: 'must be an object' }),
  unknownValue: () => ({ vi: 'không phải dữ liệu JSON cần có', en: 'is not the JSON that is needed' }),
};

function sentence(constraint: string, message: string, field: string, value: unknown): { vi: string; en: string } {
  if (value === '' && constraint !== 'isIn' && constraint !== 'whitelistValidation')
    return { vi: `“${field}” không được để trống.`, en: `“${field}” must not be empty.` };
  // The name of the field may hold digits; figures are what stands after it.
  const after = message.slice(message.indexOf(field.split('.').at(-1) ?? '') + (field.split('.').at(-1)?.length ?? 0));
  const figures = after.match(/\d+(\.\d+)?/g) ?? [];
  const list = after.split(':').slice(1).join(':').trim();
  const said = words[constraint]?.(figures, list) ?? { vi: `không hợp lệ (${after.trim()})`, en: after.trim() };
  const given = shown(field, value).value;
  const [vi, en] = given === undefined ? ['', ''] : [` (đang là “${String(given)}”)`, ` (it is “${String(given)}”)`];
  const lengths = typeof value === 'string' && /ength/.test(constraint) ? ` — ${[...value].length}` : '';
  return { vi: `“${field}” ${said.vi}${lengths || vi}.`, en: `“${field}” ${said.en}${lengths || en}.` };
}
