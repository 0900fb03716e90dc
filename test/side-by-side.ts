/** Test files that run at once: one in a cluster that is given, else two, each worker in a cluster of its own. */
export const SIDE_BY_SIDE = process.env.TEST_DATABASE_URL === undefined ? 2 : 1
