export { hour, minute, Watch } from './watch.js';
