/** Tells the direction rule where #room leads in the sources; at run time package.json's imports lead to the build. */
const { existsSync, readdirSync } = require('node:fs');
const { join } = require('node:path');

module.exports = ({ root } = {}) => {
  const libs = join(root ?? join(__dirname, '..'), 'libs');
  const rooms = existsSync(libs) ? readdirSync(libs) : [];
  return { resolve: { alias: Object.fromEntries(rooms.map((room) => [`#${room}`, join(libs, room, 'index.ts')])) } };
};
