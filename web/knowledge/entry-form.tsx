import { Button, Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { EntryBody } from '../api/shapes.ts'
import { Icon } from '../ui/icon.tsx'
import { AnswerForm } from './answer-form.tsx'
import { emptyAnswer } from './empty-entry.ts'
import { Lines } from './lines.tsx'
import { TOPICS, topicWord } from './topics.ts'
import { titleIn, useScenarios } from './use-scenarios.ts'

interface FormProps {
  readonly entry: EntryBody
  readonly onChange: (entry: EntryBody) => void
}

const MATCHES = ['semantic', 'exact', 'contains', 'regex'] as const
const HANDOFFS = ['never', 'insist', 'always'] as const

export function EntryForm({ entry, onChange }: FormProps) {
  const { t } = useTranslation()
  return (
    <Form layout="vertical" component="div">
      <Form.Item label={t('entry.title')} htmlFor="entry-title" required>
        <Input
          id="entry-title"
          value={entry.title.zh ?? entry.title.en ?? ''}
          maxLength={100}
          placeholder={t('entry.titleHint')}
          onChange={({ target }) =>
            onChange({
              ...entry,
              title:
                entry.title.zh === undefined && entry.title.en !== undefined
                  ? { en: target.value }
                  : { ...entry.title, zh: target.value },
            })
          }
          data-testid="entry-title"
        />
      </Form.Item>
      <Form.Item label={t('entry.phrasings')} htmlFor="entry-phrasings" required extra={t('entry.phrasingsHint')}>
        <Lines
          id="entry-phrasings"
          lines={entry.phrasings}
          rows={4}
          onChange={(phrasings) => onChange({ ...entry, phrasings })}
          testId="entry-phrasings"
        />
      </Form.Item>
      <Placing entry={entry} onChange={onChange} />
      <h2 className="section-title">{t('entry.answers')}</h2>
      {entry.answers.map((answer, index) => (
        <AnswerForm
          key={answer.id}
          answer={answer}
          number={index + 1}
          onChange={(changed) =>
            onChange({ ...entry, answers: entry.answers.map((one) => (one.id === answer.id ? changed : one)) })
          }
          {...(entry.answers.length > 1 && {
            onRemove: () => onChange({ ...entry, answers: entry.answers.filter(({ id }) => id !== answer.id) }),
          })}
        />
      ))}
      <Button
        icon={<Icon name="plus" size={16} />}
        onClick={() => onChange({ ...entry, answers: [...entry.answers, emptyAnswer()] })}
      >
        {t('entry.addAnswer')}
      </Button>
      <More entry={entry} onChange={onChange} />
    </Form>
  )
}

function Placing({ entry, onChange }: FormProps) {
  const { t, i18n } = useTranslation()
  const scenarios = useScenarios()
  return (
    <div className="pair">
      <Form.Item label={t('entry.topic')} htmlFor="entry-topic">
        <Select
          id="entry-topic"
          value={entry.topic || null}
          placeholder={t('topic.other')}
          allowClear
          options={TOPICS.map((topic) => ({ value: topic, label: t(topicWord(topic)) }))}
          onChange={(topic) => onChange({ ...entry, topic: topic ?? '' })}
        />
      </Form.Item>
      <Form.Item label={t('entry.overrides')} htmlFor="entry-overrides" tooltip={t('entry.overridesHint')}>
        <Select
          id="entry-overrides"
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('entry.overridesNone')}
          value={entry.overrides ?? null}
          options={[...scenarios.values()].map((one) => ({
            value: one.entryId,
            label: titleIn(one.title, i18n.language),
          }))}
          onChange={(overrides: string | null | undefined) => {
            const { overrides: _before, ...rest } = entry
            onChange(overrides ? { ...rest, overrides } : rest)
          }}
        />
      </Form.Item>
    </div>
  )
}

function More({ entry, onChange }: FormProps) {
  const { t } = useTranslation()
  return (
    <details className="more-fields">
      <summary>{t('entry.more')}</summary>
      <div className="pair">
        <Form.Item label={t('entry.match')} htmlFor="entry-match">
          <Select
            id="entry-match"
            value={entry.match}
            options={MATCHES.map((match) => ({ value: match, label: t(`match.${match}`) }))}
            onChange={(match) => onChange({ ...entry, match })}
          />
        </Form.Item>
        <Form.Item label={t('entry.handoff')} htmlFor="entry-handoff">
          <Select
            id="entry-handoff"
            value={entry.handoff}
            options={HANDOFFS.map((handoff) => ({ value: handoff, label: t(`handoff.${handoff}`) }))}
            onChange={(handoff) => onChange({ ...entry, handoff })}
          />
        </Form.Item>
      </div>
      <Form.Item label={t('entry.negatives')} htmlFor="entry-negatives" extra={t('entry.negativesHint')}>
        <Lines
          id="entry-negatives"
          lines={entry.negatives}
          rows={2}
          onChange={(negatives) => onChange({ ...entry, negatives })}
        />
      </Form.Item>
      <Form.Item label={t('entry.english')} htmlFor="entry-english">
        <Lines
          id="entry-english"
          lines={entry.english}
          rows={2}
          onChange={(english) => onChange({ ...entry, english })}
        />
      </Form.Item>
    </details>
  )
}
