import { type Logger, pino } from 'pino'

export type { Logger } from 'pino'

/** One logger for the process. Texts of buyers, tokens and passwords are never logged: ids and counts only. */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['*.password', '*.token', '*.secret', '*.text', 'req.headers.authorization', 'req.headers.cookie'],
  })
}
