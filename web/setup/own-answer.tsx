import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { addEntry, publish } from '../api/knowledge.ts'
import type { EntryBody } from '../api/shapes.ts'
import { emptyAnswer, emptyEntry } from '../knowledge/empty-entry.ts'
import { entriesKey, useEntries } from '../knowledge/use-entries.ts'
import { useProblem } from '../ui/use-problem.ts'

interface Fields {
  readonly question: string
  readonly answer: string
}

const SHOWN = 6

/** One question of the shop's own with its answer, published at once; more is written on the knowledge page. */
export function OwnAnswer({ shopId }: { readonly shopId: string }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Fields>()
  const queries = useQueryClient()
  const { data: entries = [] } = useEntries(shopId)
  const add = useMutation({
    mutationFn: async (fields: Fields) => {
      const { entryId } = await addEntry(shopId, entryOf(fields))
      await publish(shopId, t('own.note'), [entryId])
    },
    onSuccess: async () => {
      form.resetFields()
      await queries.invalidateQueries({ queryKey: entriesKey(shopId) })
    },
    onError: useProblem(),
  })
  return (
    <section className="stack own-answer">
      <h3 className="section-title">{t('own.title')}</h3>
      <p className="quiet">{t('own.text')}</p>
      {entries.length > 0 && (
        <div className="row wrap" data-testid="own-entries">
          {entries.slice(0, SHOWN).map(({ entryId, entry }) => (
            <span key={entryId} className="chip chip-good">
              {entry.title.zh}
            </span>
          ))}
        </div>
      )}
      <Form<Fields> form={form} layout="vertical" onFinish={(fields) => add.mutate(fields)}>
        <Form.Item name="question" label={t('own.question')} rules={[{ required: true, whitespace: true }]}>
          <Input maxLength={200} placeholder={t('own.questionHint')} data-testid="own-question" />
        </Form.Item>
        <Form.Item name="answer" label={t('own.answer')} rules={[{ required: true, whitespace: true }]}>
          <Input.TextArea autoSize={{ minRows: 2 }} maxLength={2000} data-testid="own-text" />
        </Form.Item>
        <Button htmlType="submit" loading={add.isPending} data-testid="own-add">
          {t('own.add')}
        </Button>
      </Form>
    </section>
  )
}

const entryOf = ({ question, answer }: Fields): EntryBody => ({
  ...emptyEntry(),
  title: { zh: question.trim() },
  phrasings: [question.trim()],
  answers: [emptyAnswer([answer.trim()])],
})
