export * from './deadline.js';
export * from './holidays.js';
export * from './periods.js';
export * from './working-days.js';
