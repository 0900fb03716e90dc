import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addEntry, publish } from '../api/knowledge.ts'
import type { EntryBody } from '../api/shapes.ts'
import { emptyAnswer, emptyEntry } from '../knowledge/empty-entry.ts'
import { ImportModal } from '../knowledge/import-modal.tsx'
import { entriesKey, useEntries } from '../knowledge/use-entries.ts'
import { Icon } from '../ui/icon.tsx'
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
      <ManyAnswers shopId={shopId} />
    </section>
  )
}

/** The import of the knowledge page, without leaving the wizard. */
function ManyAnswers({ shopId }: { readonly shopId: string }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const navigate = useNavigate()
  return (
    <div className="row wrap">
      <span className="quiet">{t('own.manyText')}</span>
      <Button icon={<Icon name="up" size={16} />} onClick={() => setOpen(true)} data-testid="own-many">
        {t('own.many')}
      </Button>
      {isOpen && (
        <ImportModal
          scopeId={shopId}
          way="paste"
          onClose={() => setOpen(false)}
          onSeeDrafts={() => navigate({ to: '/knowledge' })}
        />
      )}
    </div>
  )
}

const entryOf = ({ question, answer }: Fields): EntryBody => ({
  ...emptyEntry(),
  title: { zh: question.trim() },
  phrasings: [question.trim()],
  answers: [emptyAnswer([answer.trim()])],
})
