import { type Chance, chance } from './chance.js';

/** How a year goes for one task. Together they fill every screen: on time, late, returned, extended, silent, given up. */
export const stories = {
  early: 16,
  'on-time': 34,
  'returned-then-on-time': 8,
  'late-and-said-so': 8,
  'late-in-silence': 5,
  'extended-in-time': 6,
  'extended-afterwards': 3,
  'extension-refused': 3,
  'never-finished': 7,
  'never-reported': 4,
  'waiting-for-acceptance': 3,
  suspended: 2,
  cancelled: 1,
} as const;

export type Story = keyof typeof stories;

export const storyOf = (chance: Chance): Story => chance.weighted(stories);

/** About one agency in fifteen reports nothing of its dated tasks all year: the historic failure that the boards must show. */
export const staysSilent = (seed: string, agency: string): boolean => chance(seed, `silence of ${agency}`).happens(0.07);
