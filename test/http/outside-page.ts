import { createServer } from 'node:http'

/** Loopback ports that the house of these tests may call: the one of the page below. */
export const OUTSIDE_PORTS = new Set<number>()

let opened: Promise<number> | null = null

/** The address of a page of the outside; another text each time, the same at each call of it. */
export async function outsidePage(name: string): Promise<string> {
  opened ??= new Promise((settle) => {
    const server = createServer((request, response) => response.end(`The page ${request.url} says something.`))
    server.unref().listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address !== null && typeof address !== 'string') settle(address.port)
    })
  })
  const port = await opened
  OUTSIDE_PORTS.add(port)
  return `http://127.0.0.1:${port}/${name}`
}
