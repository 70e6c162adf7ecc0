export { type Compared, compare } from './comparing.js';
export type { End, Manifest } from './contents.js';
export { writeFile as writeBackup } from './file.js';
export { type Backed, entriesOf, type Made } from './making.js';
export { newer as newerBackup } from './refusals.js';
export { type Destination, mustBeTheSame, restore } from './restoring.js';
export { type Verified, verify } from './verifying.js';
