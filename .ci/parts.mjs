/** How many processes, one after the other, the whole project is tested in; each leaves a report. */
export const wholeParts = 4;

/** The reports that `npm test` leaves. */
export const reportNames = ['fast', ...Array.from({ length: wholeParts }, (_, n) => `whole-${n + 1}`)];
