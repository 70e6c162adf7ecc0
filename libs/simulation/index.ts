export type { Chapter } from './chapters.js';
export { type Country, type CountrySize, countryOf } from './country.js';
export { recordOf } from './country.record.js';
export { type Deciders, simulatedActor, simulatedUser } from './pen.js';
export type { Reorganisation } from './reorganisation.js';
export { type SimulatedYear, type Simulation, simulateYear } from './simulate-year.js';
export { SteeredClock } from './steered-clock.js';
export { wholeYear } from './whole-year.js';
