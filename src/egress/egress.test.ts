import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTcpServer, type Server } from 'node:net'
import { afterAll, describe, expect, test } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import { createEgress, type EgressOptions } from './egress.ts'

const closers: (() => void)[] = []
afterAll(() => {
  for (const close of closers) close()
})

async function listen(server: Server): Promise<number> {
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', () => settle()))
  closers.push(() => server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

const outside = (answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<number> =>
  listen(createServer(answer))

function client(ports: readonly number[], more: Partial<EgressOptions> = {}) {
  const egress = createEgress({ clock: systemClock, loopbackPorts: new Set(ports), ...more })
  closers.push(() => egress.close())
  return egress
}

const problemOf = async (promise: Promise<{ ok: boolean; problem?: { kind: string } }>): Promise<string> => {
  const outcome = await promise
  return outcome.ok ? 'ok' : (outcome.problem?.kind ?? 'none')
}

describe('egress', () => {
  test('posts a body and reads the answer over kept connections', async () => {
    const sockets = new Set<unknown>()
    const port = await outside((request, response) => {
      sockets.add(request.socket)
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () =>
        response.writeHead(201, { 'x-one': '1' }).end(`${request.method} ${Buffer.concat(chunks)}`),
      )
    })
    const egress = client([port])
    for (let at = 0; at < 3; at += 1) {
      const outcome = await egress.request({ method: 'POST', url: `http://127.0.0.1:${port}/a`, body: '你好' })
      if (!outcome.ok) throw new Error(outcome.problem.reason)
      expect(outcome.value.status).toBe(201)
      expect(outcome.value.headers['x-one']).toBe('1')
      expect(outcome.value.body.toString()).toBe('POST 你好')
    }
    expect(sockets.size).toBe(1)
  })

  test.each([
    'http://127.0.0.1:1/',
    'http://localhost:1/',
    'http://0.0.0.0/',
    'http://10.1.2.3/',
    'http://172.16.0.1/',
    'http://192.168.1.1/',
    'http://100.100.100.200/latest/meta-data',
    'http://169.254.169.254/latest/meta-data',
    'http://2130706433/',
    'http://0x7f.0.0.1/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[fd00::1]/',
    'http://[fe80::1]/',
    'http://224.0.0.1/',
  ])('does not call %s', async (url) => {
    expect(await problemOf(client([]).request({ method: 'GET', url }))).toBe('forbidden-address')
  })

  test.each(['ftp://example.com/', 'file:///etc/passwd', 'http://user:pass@example.com/', 'nonsense', ''])(
    'does not read %j as an address',
    async (url) => {
      expect(await problemOf(client([]).request({ method: 'GET', url }))).toBe('bad-url')
      expect(client([]).check(url)?.kind).toBe('bad-url')
    },
  )

  test('does not call a public name that leads to a private address, one among several included', async () => {
    const port = await outside((_, response) => response.end('secret'))
    const url = `http://rebind.example:${port}/`
    const allowed = client([port], { resolve: async () => ['127.0.0.1'] })
    expect(await problemOf(allowed.request({ method: 'GET', url }))).toBe('ok')
    for (const addresses of [['127.0.0.1'], ['93.184.216.34', '10.0.0.1'], []]) {
      const egress = client([], { resolve: async () => addresses })
      expect(await problemOf(egress.request({ method: 'GET', url }))).toBe('forbidden-address')
    }
  })

  test('checks every redirect anew and drops what was meant for one host', async () => {
    const seen: (string | undefined)[] = []
    const second = await outside((request, response) => {
      seen.push(request.headers.authorization)
      response.end('there')
    })
    const port = await outside((request, response) => {
      const to =
        request.url === '/out'
          ? 'http://169.254.169.254/'
          : request.url === '/loop'
            ? '/loop'
            : `http://127.0.0.1:${second}/`
      response.writeHead(302, { location: to }).end()
    })
    const egress = client([port, second])
    const get = (path: string, redirects?: number) =>
      egress.request({
        method: 'GET',
        url: `http://127.0.0.1:${port}${path}`,
        headers: { authorization: 'Bearer x' },
        ...(redirects === undefined ? {} : { redirects }),
      })
    expect(await problemOf(get('/', 2))).toBe('ok')
    expect(seen).toEqual([undefined])
    expect(await problemOf(get('/out', 2))).toBe('forbidden-address')
    expect(await problemOf(get('/loop', 3))).toBe('too-many-redirects')
    const plain = await get('/')
    expect(plain.ok && plain.value.status).toBe(302)
  })

  test('gives up on an answer that is too long, too slow or broken, and says whether the body had left', async () => {
    const port = await outside((request, response) => {
      request.resume()
      if (request.url === '/long') response.end('x'.repeat(5000))
      if (request.url === '/broken')
        response.writeHead(200, { 'content-length': '10' }).write('abc', () => request.socket.destroy())
    })
    const egress = client([port])
    const post = (path: string) =>
      egress.request({
        method: 'POST',
        url: `http://127.0.0.1:${port}${path}`,
        body: '{}',
        maxBytes: 1000,
        timeoutMs: path === '/slow' ? 300 : 20_000,
      })
    const outcomes = await Promise.all([post('/long'), post('/slow'), post('/broken')])
    expect(outcomes.map((each) => (each.ok ? 'ok' : each.problem.kind))).toEqual([
      'too-large',
      'timeout',
      'unreachable',
    ])
    expect(outcomes.every((each) => !each.ok && each.problem.bodySent)).toBe(true)
  })

  test('knows that nothing was sent where nobody listens', async () => {
    const server = createTcpServer()
    const port = await listen(server)
    await new Promise<void>((settle) => server.close(() => settle()))
    const outcome = await client([port]).request({ method: 'POST', url: `http://127.0.0.1:${port}/`, body: '{}' })
    expect(outcome).toEqual({ ok: false, problem: { kind: 'unreachable', reason: 'ECONNREFUSED', bodySent: false } })
  })

  test('tries again on a fresh connection when a kept one was closed, if doubles are dropped', async () => {
    let calls = 0
    const port = await outside((request, response) => {
      calls += 1
      // The second request on a connection meets a server that has just hung up.
      if (calls === 2) request.socket.destroy()
      else response.end('ok')
    })
    const egress = client([port])
    const post = (isRepeatable: boolean) =>
      egress.request({ method: 'POST', url: `http://127.0.0.1:${port}/`, body: '{}', isRepeatable })
    expect(await problemOf(post(true))).toBe('ok')
    expect(await problemOf(post(true))).toBe('ok')
    expect(calls).toBe(3)
    calls = 1
    expect(await problemOf(post(false))).toBe('unreachable')
  })
})
