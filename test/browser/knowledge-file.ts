import readWorkbook from 'read-excel-file/node'
import writeWorkbook from 'write-excel-file/node'

/** A question of the shop as somebody would keep it in a spreadsheet. */
export interface FileQuestion {
  readonly id: string
  readonly title: string
  readonly phrasings: readonly string[]
  readonly answer: string
  /** Absent: as the importer wants it. */
  readonly kind?: string
}

const TOPIC = 'price'

/** The two sheets with the headers that the console's own template has in Chinese. */
export function writeKnowledgeFile(questions: readonly FileQuestion[]): Promise<Buffer> {
  return writeWorkbook([
    sheetOf('问题', [
      ['问题编号', '分类', '类型', '标准问', '相似问'],
      ...questions.map(({ id, kind, title, phrasings }) => [id, TOPIC, kind ?? '', title, phrasings.join('\n')]),
    ]),
    sheetOf('答案', [['问题编号', '答案编号', '答案'], ...questions.map(({ id, answer }) => [id, 'a', answer])]),
  ]).toBuffer()
}

const sheetOf = (sheet: string, rows: readonly (readonly string[])[]) => ({
  sheet,
  data: rows.map((row) => row.map((value) => (value === '' ? null : { value, type: String }))),
})

/** What stands in such a file, whatever its order and its ids: to be compared with another. */
export async function readKnowledgeFile(file: Buffer): Promise<string[]> {
  const sheets = await readWorkbook(file, { trim: false })
  const rowsOf = (name: string) => {
    const [header = [], ...rows] = sheets.find(({ sheet }) => sheet === name)?.data ?? []
    return rows.map((row) => (column: string) => String(row[header.indexOf(column)] ?? ''))
  }
  const answers = new Map(rowsOf('答案').map((cell) => [cell('问题编号'), cell('答案')]))
  return rowsOf('问题')
    .map((cell) => [cell('标准问'), cell('相似问'), answers.get(cell('问题编号'))].join(' | '))
    .sort()
}
