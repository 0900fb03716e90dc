import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER = join(import.meta.dirname, '..', '..', 'test-results', 'looks')

export interface ContactSheet {
  /** Where the picture of a page in a look goes. */
  place(name: string, look: string): string
  /** `index.html`: a row a page, a picture a look. Not kept by git. */
  close(): void
}

export function openContactSheet(part: string): ContactSheet {
  const folder = join(FOLDER, part)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  return {
    place: (name, look) => join(folder, `${name}--${look}.png`),
    close() {
      const files = readdirSync(folder).filter((file) => file.endsWith('.png'))
      const names = [...new Set(files.map((file) => file.split('--')[0] ?? ''))]
      const rows = names.map((name) => {
        const own = files.filter((file) => file.startsWith(`${name}--`))
        return `<h2>${name}</h2><p>${own.map((file) => `<a href="${file}"><img src="${file}" title="${file}"></a>`).join('')}</p>`
      })
      const style = '<style>body{font:14px sans-serif;background:#888}img{height:280px;margin:4px}</style>'
      writeFileSync(join(folder, 'index.html'), `<!doctype html><meta charset="utf-8">${style}${rows.join('\n')}`)
    },
  }
}
