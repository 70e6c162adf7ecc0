import { createTheme, type MantineColorsTuple } from '@mantine/core';

const ink: MantineColorsTuple = [
  '#eef3f9',
  '#dbe5f0',
  '#b5c9de',
  '#8cabcb',
  '#6a92bb',
  '#4a78a8',
  '#2f5f93',
  '#234d7b',
  '#1c3f66',
  '#16263b',
];

/** Ink on paper: one accent, sharp small corners, the bundled face with all Vietnamese marks. */
export const theme = createTheme({
  fontFamily: "'Be Vietnam Pro', system-ui, sans-serif",
  headings: { fontFamily: "'Be Vietnam Pro', system-ui, sans-serif", fontWeight: '600' },
  primaryColor: 'ink',
  primaryShade: 7,
  colors: { ink },
  defaultRadius: 'sm',
  radius: { xs: '2px', sm: '5px', md: '8px', lg: '12px', xl: '20px' },
  cursorType: 'pointer',
  focusRing: 'auto',
});
