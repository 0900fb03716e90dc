/** The demo shop does not run; the message says why and how to mend it. */
export class DemoProblem extends Error {}
