/** What the command says, in both languages. Sentences of the domain come from its refusals and findings. */
export type Language = 'vi' | 'en';

/** `--lang` when given, else English where the locale says so (LC_ALL, LC_MESSAGES, LANG), else Vietnamese. */
export function languageOf(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Language {
  const at = argv.findIndex((it) => it === '--lang' || it.startsWith('--lang='));
  const asked = at < 0 ? undefined : (argv[at]?.split('=')[1] ?? argv[at + 1]);
  if (asked === 'vi' || asked === 'en') return asked;
  return /^en/i.test(env.LC_ALL || env.LC_MESSAGES || env.LANG || '') ? 'en' : 'vi';
}

/** The one of a pair in this language. */
export type Say = (vi: string, en: string) => string;

export const sayIn =
  (language: Language): Say =>
  (vi, en) =>
    language === 'vi' ? vi : en;
