import { type Fields, fieldsOf } from '../talk/shapes.ts'

export interface Posting {
  readonly session: string
  readonly signal: AbortSignal
  readonly onShare: (share: number) => void
}

export interface Posted {
  /** 0: the server was not reached. */
  readonly status: number
  readonly said: Fields
}

// The only way by which a browser tells how much of a body has left.
export const postFile = (blob: Blob, { session, signal, onShare }: Posting): Promise<Posted> =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest()
    const end = () => resolve({ status: request.status, said: fieldsOf(readJson(request.responseText)) })
    request.onload = end
    request.onerror = end
    request.onabort = end
    request.upload.onprogress = ({ loaded, total }) => onShare(loaded / total)
    signal.addEventListener('abort', () => request.abort(), { once: true })
    const { origin } = new URL(import.meta.url)
    request.open('POST', `${origin}/api/v1/widget/files?session=${encodeURIComponent(session)}`)
    // text/plain: the server looks at the bytes, and no header of ours has to be permitted first.
    request.send(new Blob([blob], { type: 'text/plain' }))
  })

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Something between us and the server answered.
    return null
  }
}
