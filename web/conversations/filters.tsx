import { useNavigate, useSearch } from '@tanstack/react-router'
import { Checkbox, Input, Segmented, Select } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../ui/icon.tsx'
import { useDebounced } from '../ui/use-debounced.ts'
import { SavedViews } from '../views/saved-views.tsx'

const OWNERS = ['', 'waiting', 'human', 'robot'] as const
const OUTCOMES = ['heard', 'recognised', 'answered', 'missed', 'handed-off', 'alone'] as const
const FILTERS = ['owner', 'find', 'from', 'to', 'every', 'outcome'] as const

/** Filters of the list; they stand in the address, so that a view can be sent to a colleague. */
export function Filters() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/conversations' })
  const navigate = useNavigate({ from: '/conversations' })
  const choose = (change: Partial<typeof search>) =>
    navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  return (
    <div className="talk-filters">
      <Segmented
        block
        aria-label={t('talks.owner')}
        value={search.owner ?? ''}
        options={OWNERS.map((owner) => ({ value: owner, label: t(`owner.${owner || 'any'}`) }))}
        onChange={(owner) => choose({ owner: owner || undefined })}
      />
      <Find />
      <div className="row">
        <Select
          className="grow"
          aria-label={t('talks.outcome')}
          allowClear
          placeholder={t('talks.outcome')}
          value={search.outcome ?? null}
          options={OUTCOMES.map((outcome) => ({ value: outcome, label: t(`outcome.${outcome}`) }))}
          onChange={(outcome) => choose({ outcome: outcome ?? undefined })}
        />
        <Input
          className="grow"
          type="date"
          aria-label={t('talks.since')}
          value={search.from ? localDay(search.from) : ''}
          onChange={({ target }) =>
            choose({ from: target.value ? new Date(`${target.value}T00:00`).toISOString() : undefined, to: undefined })
          }
        />
      </div>
      <div className="row between">
        <Checkbox
          checked={search.every === 'yes'}
          onChange={(event) => choose({ every: event.target.checked ? 'yes' : undefined })}
        >
          {t('talks.every')}
        </Checkbox>
        <SavedViews page="conversations" filters={FILTERS} />
      </div>
    </div>
  )
}

function Find() {
  const { t } = useTranslation()
  const { find } = useSearch({ from: '/conversations' })
  const navigate = useNavigate({ from: '/conversations' })
  const [typed, setTyped] = useState(find ?? '')
  const words = useDebounced(typed.trim(), 350)
  // The address can change by itself: a saved view, or the way back.
  useEffect(() => setTyped((now) => (now.trim() === (find ?? '') ? now : (find ?? ''))), [find])
  useEffect(() => {
    navigate({ search: (before) => ({ ...before, find: words || undefined }), replace: true })
  }, [words, navigate])
  return (
    <Input
      allowClear
      prefix={<Icon name="search" size={16} />}
      placeholder={t('talks.find')}
      aria-label={t('talks.find')}
      value={typed}
      onChange={({ target }) => setTyped(target.value)}
      data-testid="talk-find"
    />
  )
}

/** The day of an instant on this person's own calendar, as a date field wants it. */
const localDay = (at: string): string => new Intl.DateTimeFormat('sv-SE').format(new Date(at))
