import { convertCssVariables, DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from '@mantine/core';
import type { Plugin } from 'vite';
import { theme } from './src/style/theme.ts';

const id = 'virtual:theme.css';

/**
 * Mantine writes the theme's variables into a style tag at run time, which a strict content security policy forbids.
 * The theme never changes while the page runs, so the variables are made once, at build time, into the style sheet.
 */
export function themeCss(): Plugin {
  return {
    name: 'theme-css',
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load: (source) =>
      source === `\0${id}`
        ? convertCssVariables(defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme)), ':root')
        : undefined,
  };
}
