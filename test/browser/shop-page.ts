import { createServer } from 'node:http'

export interface ShopPage {
  readonly url: string
  close(): Promise<void>
}

/** A merchant's page under a policy that names only the chat window's address. */
export async function openShopPage(origin: string, attributes: string): Promise<ShopPage> {
  const policy = [
    "default-src 'none'",
    `script-src ${origin}`,
    `connect-src ${origin} ${origin.replace('http', 'ws')}`,
    `frame-src ${origin}`,
    `img-src ${origin}`,
  ].join('; ')
  const body = `<!doctype html><html lang="zh-CN"><title>店</title><body><h1>一家店</h1><script async src="${origin}/widget.js" ${attributes}></script>`
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
