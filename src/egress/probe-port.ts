import { connect } from 'node:net'

/** Whether something takes connections at this place of our own machine. */
export function isPortAnswering(host: string, port: number, withinMs = 1000): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host, port, timeout: withinMs })
    const end = (answers: boolean) => {
      socket.destroy()
      resolve(answers)
    }
    socket.on('connect', () => end(true))
    socket.on('timeout', () => end(false))
    socket.on('error', () => end(false))
  })
}
